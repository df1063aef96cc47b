"""Somebody in every role, and one of every thing that an address can name: what the matrix is walked with."""

from collections.abc import Callable
from datetime import timedelta
from functools import cached_property
from io import BytesIO
from itertools import count

from engine import Actor, Record
from tests.abuse.browser import Browser
from tests.abuse.registering import fill
from tests.abuse.site import RealSite
from tests.webapp.cases.conftest import DAD, SAM, Play
from tests.webapp.coming_of_age import scene as coming_of_age
from tests.webapp.contributions import scene
from tests.webapp.letters import letter_drawing as letters
from tests.webapp.meetings import scene as meetings
from tests.webapp.people.advice_drawing import TEAM, begin, task_of
from tests.webapp.plans import scene as plans
from webapp import demo, talking
from webapp.accounts.tokens import fingerprint
from webapp.cases import documents, school_asking
from webapp.cases.reading import find_case
from webapp.contributions import asking, new_dates
from webapp.demo import HUGH, OTHERS, PRIYA, DemoPerson
from webapp.worker import Worker

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Count 0/Kids[]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
ASKED = {
    "about": "child",
    "child_first_name": "Isla",
    "child_last_name": "Linden",
    "child_dob-day": "27",
    "child_dob-month": "3",
    "child_dob-year": "2018",
    "relationship": "mother",
    "requester_dob-day": "2",
    "requester_dob-month": "5",
    "requester_dob-year": "1988",
    "parental_responsibility": "yes",
    "responsibility_how": "birth_mother",
    "lives_with": "me",
    "others_have_responsibility": "no",
    "court_orders": "no",
    "evidence_way": "upload",
    "safety_worry": "no",
    "declaration": "true",
}
UPLOADS = ("identity_documents", "address_documents", "link_documents")
GRACE, ADA, SOL, HEAD = (each.email for each in OTHERS)  # manager, analyst, administrator, head of a school
HERE, ELSEWHERE = "Carlisle", "Copeland"
NOBODYS = "A" * 43  # a token that was never sent


class World:
    """Each role's browser by its name in the matrix, and the value of each thing that a row of it names."""

    def __init__(self, site: RealSite, family: str = "Ashdown") -> None:
        self.family, self.site, self.play = family, site, Play(site.portal, None)  # type: ignore[arg-type]  # no day passes here
        self._officer = self.site.reference(PRIYA.email)
        self._parent = self._family("Ann", family)
        self._other = self._family("Olu", f"{family}birch")
        self._viewer = self._family("Vic", f"{family}cedar")
        self._revoked = self._family("Rex", f"{family}damson")
        self._young = self._family("Yara", f"{family}elder")
        self._cases()
        self._offices, self.advice_key = count(1), f"ADV-{family}"[:16]
        begin(site.portal, self.advice_key)
        self.browsers = {name: make() for name, make in self._roles().items()}

    def _roles(self) -> dict[str, Callable[[], Browser]]:
        signed_in = {
            "parent": self._parent,
            "other parent": self._other,
            "view only": self._viewer,
            "revoked": self._revoked,
            "young person": self._young,
            "officer": PRIYA.email,
            "officer elsewhere": self._elsewhere(),
            "manager": GRACE,
            "panel": HUGH.email,
            "safeguarding": self.site.person(f"Sigrid{self.family}", kind="staff", groups=("safeguarding",)),
            "analyst": ADA,
            "administrator": SOL,
            "professional": HEAD,
        }
        roles: dict[str, Callable[[], Browser]] = {"visitor": self.site.browser}
        roles |= {"other ticket": self._other_ticket, "ticket": self._ticket, "old ticket": self._old_ticket}
        return roles | {name: lambda email=email: self.site.browser(email) for name, email in signed_in.items()}

    def _family(self, first: str, last: str) -> str:
        who = DemoPerson(email=f"{first}.{last}@example.org".lower(), first_name=first, last_name=last, role="")
        with self.site.portal.work() as services:
            demo.add(services, who, f"01632 962 {100 + len(first) * 10 + len(last)}").area = HERE
        return who.email

    def _elsewhere(self) -> str:
        """SEND administration of another area."""
        email = self.site.person(f"Else{self.family}", kind="staff")
        with self.site.portal.work() as services:
            person = services.accounts.people.by_email(email)
            assert person
            services.accounts.memberships.grant(person, "send_admin", origin="test", areas=(ELSEWHERE,))
        return email

    def _cases(self) -> None:
        """A case of the parent, which another one may only read and one may no longer; and one of a young person."""
        whole, mother = {**SAM, "child_last_name": self.family}, self.site.reference(self._parent)
        self.play.approve(self._officer, self.play.ask(mother, whole))
        child = self.play.child_of(self.case)
        for email, decision in ((self._viewer, "approve_view_only"), (self._revoked, "approve")):
            asked = self.play.ask(self.site.reference(email), {**DAD, "child_last_name": self.family})
            reason = {"view_only_reason": "No parental responsibility."} if decision == "approve_view_only" else {}
            self.play.review(self._officer, asked, decision, **reason)
            self.play.match(self._officer, asked, child)
        with self.site.portal.work() as services:
            person = services.accounts.people.by_email(self._revoked)
            assert person
            for held in services.accounts.memberships.of(person):
                if held.business_key == self.case:
                    services.accounts.memberships.end(held)
        own = {"child_first_name": "Yara", "child_last_name": f"{self.family}elder", "child_dob": "2008-03-27"}
        self.play.approve(
            self._officer, self.play.ask(self.site.reference(self._young), {**SAM, **own, "about": "myself"})
        )

    def _other_ticket(self) -> Browser:
        """Of somebody who registers."""
        made = self.site.browser()
        with self.site.portal.work() as services:
            until = services.now + timedelta(days=1)
            token = services.accounts.tickets.issue("REG-22222222", "registrant", expires_at=until)
        made.cookies[self.site.portal.config.cookie("ticket")] = token
        return made

    def _ticket(self) -> Browser:
        """Asked for advice by an officer's mail, whose link the reader has opened."""
        email = f"office{next(self._offices)}.{self.family}@northpsych.example".lower()
        asked = self.site.browser(PRIYA.email).posts(
            f"/asked/{self.advice_key}", email=email, body="North Psychology", group=TEAM
        )
        assert asked.status == 302, asked.words
        reader = self.site.browser()
        assert reader.posts(self.site.link(email), name="Ann Lee").status == 302
        return reader

    def _old_ticket(self) -> Browser:
        reader = self._ticket()
        mine = fingerprint(reader.cookies[self.site.portal.config.cookie("ticket")])
        past = "UPDATE ticket SET expires_at = now() - interval '1 second' WHERE token_hash = :mine"
        assert self.site.run(past, mine=mine) == 1
        return reader

    def value(self, thing: str) -> str:
        """What stands in the address for this thing."""
        return str(getattr(self, thing.replace(" ", "_")))

    # -- things, by their name in the matrix --------------------------------------------------------------------------
    nothing, no_incident = NOBODYS, "999999"
    page, check = "begin", "check"  # of a form
    action, school_action = "AskForAssessment", "SchoolAsksForReassessment"
    draft, chapter = "draft-1", "needs"  # of a plan
    paper_reader = "outside"

    @cached_property
    def case(self) -> str:
        """Of the parent."""
        who = "SELECT business_key FROM membership JOIN person p ON p.id = person_id WHERE email = :e AND business_key LIKE 'EHC-%'"
        return str(self.site.run(who, e=self._parent)[0][0])

    @cached_property
    def request(self) -> str:
        """That the parent has sent through the pages, with documents; nobody has decided it yet."""
        browser = self.site.browser(self._parent)
        files = {name: ("letter.pdf", PDF) for name in UPLOADS}
        check = fill(browser, "/ask/who-is-this-about", ASKED, files)
        sent = browser.posts(check).to.rpartition("/")[2]
        Worker(self.site.portal).once()  # the documents are scanned
        return sent

    @cached_property
    def advice(self) -> str:
        """The task of whom the officer has asked for advice."""
        return str(task_of(self.site.portal, self.advice_key))

    @cached_property
    def asked_body(self) -> str:
        """The newest invitation to give advice."""
        found = "SELECT reference FROM invitation WHERE business_key = :key ORDER BY sent_at DESC"
        return str(self.site.run(found, key=self.advice_key)[0][0])

    @cached_property
    def effect(self) -> str:
        """A mail that was given up."""
        made = (
            "INSERT INTO effect (key, kind, business_key, payload, due_at, tries, state, error, created_at) "
            "SELECT :key, kind, '', payload, due_at, 3, 'dead', 'It failed.', created_at FROM effect "
            "ORDER BY id LIMIT 1 RETURNING id"
        )
        return str(self.site.run(made, key=f"dead:{self.family}")[0][0])

    @cached_property
    def incident(self) -> str:
        """Of a timer that is no longer there."""
        raised = (
            "INSERT INTO incident (business_key, process_id, element_id, fault, cause, retry, times, raised_at) VALUES "
            "(:key, 'access_authentication', 'late', :fault, 'It failed.', '{\"timer\": 0}', 1, now()) RETURNING id"
        ).replace('"timer":', '"timer"\\:')
        return str(self.site.run(raised, key=self.request, fault=f"timer:{self.family}")[0][0])

    @cached_property
    def party(self) -> str:
        """The place in the case of somebody who may only read it."""
        theirs = "SELECT party.id FROM party JOIN person p ON p.id = party.person_id WHERE p.email = :e"
        return str(self.site.run(theirs, e=self._viewer)[0][0])

    @cached_property
    def restriction(self) -> str:
        """Of the case, as an officer has entered it."""
        whose = str(self.site.run("SELECT id FROM person WHERE email = :e", e=self._viewer)[0][0])
        fields = {"kind": "hidden_address", "about": whose, "words": "Ring before you write."}
        path = f"/cases/{self.case}/restrictions/new"
        entered = self.site.browser(PRIYA.email).posts(path, **fields)
        assert entered.status == 302, entered.words
        return str(self.site.run("SELECT id FROM restriction ORDER BY entered_at DESC")[0][0])

    @cached_property
    def note(self) -> str:
        """Of an officer, on the case."""
        written = self.site.browser(PRIYA.email).posts(f"/cases/{self.case}/notes", note="They rang us.")
        assert written.status == 302, written.words
        return str(self.site.run("SELECT id FROM note ORDER BY written_at DESC")[0][0])

    @cached_property
    def certificate(self) -> str:
        """Of a record that was destroyed long ago."""
        made = (
            "INSERT INTO erasure_certificate (id, number, record, people, retention_class, source, ground, proposed_by, "
            "proposed_at, decided_by, decided_at, erased_at, counts, chains, digest) VALUES (:key, :key, 'EHC-22222', "
            "'[]', 'request', 'local', 'time_is_over', 'A', now(), 'B', now(), now(), '{}', '{}', '') RETURNING number"
        )
        return str(self.site.run(made, key=f"ERA-{self.family}"[:16])[0][0])

    @cached_property
    def complaint(self) -> str:
        """About personal data, by somebody without an account."""
        sent = self.site.browser().posts("/complain/data", name="Kit", reach="01632 960 111", words="An old address.")
        assert sent.status == 302
        return str(self.site.run("SELECT reference FROM data_complaint ORDER BY received_at DESC")[0][0])

    @cached_property
    def access(self) -> str:
        """Of somebody who asks for all that is held about the child."""
        asked = self.site.browser(PRIYA.email).posts(f"/cases/{self.case}/everything", about="")
        assert asked.status == 302
        return asked.to.rpartition("/")[2]

    @cached_property
    def other_case(self) -> str:
        """Of the young person."""
        who = 'SELECT reference FROM "case" JOIN child c ON c.id = child_id WHERE c.last_name = :name'
        return str(self.site.run(who, name=f"{self.family}elder")[0][0])

    @cached_property
    def merge(self) -> str:
        """Of the two cases, as the officer has asked for it."""
        fields = {"stays": self.case, "because": "One child, says the school", "read": "yes"}
        asked = self.site.browser(PRIYA.email).posts(f"/cases/{self.case}/merge/{self.other_case}", **fields)
        assert asked.status == 302, asked.words
        return str(self.site.run("SELECT id FROM case_merge ORDER BY proposed_at DESC")[0][0])

    @cached_property
    def document(self) -> str:
        """That the parent has sent with it."""
        return str(self.site.run("SELECT id FROM document WHERE business_key = :key", key=self.request)[0][0])

    @cached_property
    def review(self) -> str:
        """The task to decide it, which nobody has claimed."""
        return str(self.site.task(self.request))

    @cached_property
    def own_task(self) -> str:
        """The parent's task to send more for another request."""
        asked = self.play.ask(self.site.reference(self._parent), {**SAM, "child_first_name": "Una"})
        words = {"evidence_wanted": ["address"], "message_to_requester": "A letter with your address."}
        self.play.review(self._officer, asked, "more_evidence", **words)
        return str(self.site.task(asked))

    @property
    def session(self) -> str:
        """An open session of the parent, in another browser."""
        self.site.browser(self._parent)
        mine = "SELECT s.id FROM web_session s JOIN person p ON p.id = person_id WHERE email = :e AND ended_at IS NULL"
        return str(self.site.run(f"{mine} ORDER BY s.created_at DESC", e=self._parent)[0][0])

    @cached_property
    def passkey(self) -> str:
        """Of the parent."""
        insert = (
            "INSERT INTO passkey (id, person_id, credential_id, public_key, signatures, name, created_at) "
            "SELECT :key, id, :key, '', 0, 'Phone', now() FROM person WHERE email = :e RETURNING id"
        )
        return str(self.site.run(insert, e=self._parent, key=f"key{self.family}")[0][0])

    @cached_property
    def _assessed(self) -> str:
        """The case, in which one advice is awaited, one is to be checked, and the parent has sent views with a file."""
        portal, case, parent = self.site.portal, self.case, self.site.reference(self._parent)
        asked = {
            "body": "school",
            "who": "Beckside",
            "way": "email",
            "email": f"school.{self.family}@example.org".lower(),
        }
        scene.begin(portal, case, self._officer, [{"body": scene.TEAM, "who": "Team", "way": "team"}, asked])
        known = {"known_to_us": "yes", "needs": "Quiet"}
        scene.done(portal, case, scene.EVE, "advice.give_advice", known)
        scene.done(portal, case, parent, "views.family_views", scene.with_file(portal, case, parent, PDF))
        Worker(portal).once()  # the file is scanned
        return case

    @cached_property
    def contribution(self) -> str:
        """The parent's views."""
        found = "SELECT c.id FROM contribution c JOIN \"case\" k ON k.id = c.case_id WHERE k.reference = :c AND kind = 'views'"
        return str(self.site.run(found, c=self._assessed)[0][0])

    @cached_property
    def contribution_file(self) -> str:
        """A file in them."""
        found = "SELECT documents ->> 0 FROM contribution WHERE id = :id"
        return str(self.site.run(found, id=self.contribution)[0][0])

    @cached_property
    def message_file(self) -> str:
        """A file with a message that the parent has written."""
        with self.site.portal.work() as services:
            person = services.accounts.people.by_reference(self.site.reference(self._parent))
            made = documents.add(services, self.site.portal.uploads, person, name="a.pdf", stream=BytesIO(PDF))
            talking.from_family(services, person, self.case, "See the letter.", within=5, files=[made])
            file = str(made.id)
        Worker(self.site.portal).once()  # it is scanned
        return file

    @cached_property
    def given_advice(self) -> str:
        """What a psychologist with an account has sent."""
        found = "SELECT c.id FROM contribution c JOIN \"case\" k ON k.id = c.case_id WHERE k.reference = :c AND kind = 'advice'"
        return str(self.site.run(found, c=self._assessed)[0][0])

    @cached_property
    def advice_request(self) -> str:
        """Advice that is awaited of a school."""
        found = "SELECT r.reference FROM advice_request r JOIN \"case\" k ON k.id = r.case_id WHERE k.reference = :c AND r.state = 'asked'"
        return str(self.site.run(found, c=self._assessed)[0][0])

    @cached_property
    def advice_check(self) -> str:
        """The task to look through advice, which the officer has claimed."""
        task = scene.open_task(self.site.portal, self._assessed, "advice.check_advice")
        with self.site.portal.work() as services:
            services.engine.user_tasks.claim(task.id, by=self.play.actor(services, self._officer))
        return str(task.id)

    @cached_property
    def new_date(self) -> str:
        """The task to answer a school that needs more time for its advice, which the officer has claimed."""
        with self.site.portal.work() as services:
            asked = asking.find(services, find_case(services, self._assessed), self.advice_request)
            later, school = asked.due_on + timedelta(days=7), Actor(id="TKT-1", name="Ann Lee")
            new_dates.offer(services, asked, on=later, because="Two of us are ill.", by=school)
        task = scene.open_task(self.site.portal, self._assessed, "advice.answer_offer")
        with self.site.portal.work() as services:
            services.engine.user_tasks.claim(task.id, by=self.play.actor(services, self._officer))
        return str(task.id)

    @cached_property
    def school_task(self) -> str:
        """The task to find the record of whom a school asks for, which the officer has claimed."""
        child = {"child_first_name": "Ned", "child_last_name": f"{self.family}fir", "child_dob": "2018-03-27"}
        with self.site.portal.work() as services:
            head = services.accounts.people.by_email(HEAD)
            assert head
            case = school_asking.send(services, head, {"setting": "Beckside Primary", **child})
        task = scene.open_task(self.site.portal, case, "match_record")
        with self.site.portal.work() as services:
            services.engine.user_tasks.claim(task.id, by=self.play.actor(services, self._officer))
        return str(task.id)

    @cached_property
    def childs_views(self) -> str:
        """The parent's own task to tell what the child says."""
        return str(scene.open_task(self.site.portal, self._assessed, "views.child_views").id)

    @cached_property
    def letters_task(self) -> str:
        """The task to write a letter in the case, which the officer has claimed."""
        return str(letters.begin(self.site.portal, self.case, self.play, self._officer))

    @cached_property
    def letter_draft(self) -> str:
        """A draft of that task."""
        drafts = (
            "SELECT letter.id FROM letter JOIN user_task t ON t.instance_id = letter.instance_id WHERE t.id = :task"
        )
        return str(self.site.run(drafts, task=int(self.letters_task))[0][0])

    @cached_property
    def letter(self) -> str:
        """That was served to the parent in the portal; to somebody without access it goes by post."""
        letters.signed(self.site.portal, self.case, self.play, self._officer)
        theirs = (
            "SELECT letter.id FROM letter JOIN person p ON p.id = person_id WHERE p.email = :e AND state = 'served'"
        )
        return str(self.site.run(theirs, e=self._parent)[0][0])

    @cached_property
    def copy(self) -> str:
        """A copy of a letter of the case, for a body whose account is the professional's."""
        assert self.letter
        theirs = (
            "UPDATE letter SET person_id = (SELECT id FROM person WHERE email = :e) "
            "WHERE body = 'health' AND case_id = (SELECT id FROM \"case\" WHERE reference = :c) RETURNING id"
        )
        return str(self.site.run(theirs, e=HEAD, c=self.case)[0][0])

    @cached_property
    def post_task(self) -> str:
        """The task to post that one, which the officer has claimed."""
        assert self.letter
        Worker(self.site.portal).once()
        self.play.claim(self._officer, self.case, "post_letter")
        waiting = (
            "SELECT id FROM user_task WHERE element_id = 'post_letter' AND business_key = :key AND assignee IS NOT NULL"
        )
        return str(self.site.run(waiting, key=self.case)[0][0])

    @cached_property
    def arranging(self) -> str:
        """The task to arrange a meeting, which the officer has claimed."""
        return str(meetings.wanted(self.site.portal, self.case, self._officer))

    @cached_property
    def _held(self) -> tuple[str, str]:
        """A meeting to which the parent is invited, its time being over: and the task to write down what came of it."""
        return meetings.over(self.site.portal, self.case, self._officer, self.site.reference(self._parent))

    @cached_property
    def recording(self) -> str:
        """The task to write down what came of a meeting, which the officer has claimed."""
        return self._held[1]

    @cached_property
    def more_time(self) -> str:
        """The task to answer the parent, who needs more time; the officer has claimed it."""
        wish = {"more_time_for": "other", "for_words": "A letter", "day_known": "no"}
        who, officer = self.site.reference(self._parent), self._officer
        return str(scene.taken(self.site.portal, self._assessed, who, "AskForMoreTime", wish, claimed_by=officer).id)

    @cached_property
    def proposing(self) -> str:
        """The task to say which limit is to be switched off, which the officer has claimed."""
        return str(self._exemption().id)

    @cached_property
    def authorising(self) -> str:
        """The task to authorise what the officer has proposed, which the manager has claimed."""
        return self._second(self._exemption(), {"deadline": "gone", "ground": "away", "evidence": "Their letter."})

    @cached_property
    def giving_date(self) -> str:
        """The task to give the right date, which the officer has claimed."""
        return str(self._mistake("date").id)

    @cached_property
    def confirming_date(self) -> str:
        """The task to confirm the date that the officer has given, which the manager has claimed."""
        given = {"event": "gone", "at": "2026-01-05T09:00:00+00:00", "route": "email", "because": "It came sooner."}
        return self._second(self._mistake("date"), given)

    @cached_property
    def taking_back(self) -> str:
        """The task to take a letter back, which the officer has claimed."""
        return str(self._mistake("letter").id)

    def _mistake(self, what: str) -> Record:
        wrong, officer = {"correction_of": what, "mistake_words": "I saw it."}, self._officer
        return scene.taken(self.site.portal, self.case, officer, "PutRight", wrong, claimed_by=officer)

    def _second(self, begun: Record, answers: dict[str, str]) -> str:
        """The officer has done what they began; the task of the second person, which the manager has claimed."""
        officer, manager = self._officer, self.site.reference(GRACE)
        with self.site.portal.work() as services:
            by = services.actor(services.accounts.people.by_reference(officer))
            services.engine.user_tasks.complete(begun.id, by=by, answers=answers)
            second = services.actor(services.accounts.people.by_reference(manager))
            waiting = services.engine.user_tasks.open_of(self.case)
            task = next(each for each in waiting if each.instance_id == begun.instance_id)
            services.engine.user_tasks.claim(task.id, by=second)
            return str(task.id)

    def _exemption(self) -> Record:
        happened, officer = {"happened": "They are abroad."}, self._officer
        return scene.taken(self.site.portal, self.case, officer, "RecordExemption", happened, claimed_by=officer)

    @cached_property
    def inviting(self) -> str:
        """The task to invite the young person, which the officer has claimed."""
        return str(coming_of_age.begun(self.site.portal, self.case, self._officer))

    @cached_property
    def asking_who(self) -> str:
        """The task to ask the young person who may see the record, which the officer has claimed."""
        return str(coming_of_age.passed(self.site.portal, self.case, self._officer))

    @cached_property
    def deciding_who(self) -> str:
        """The task to decide it, which the officer has claimed."""
        return str(coming_of_age.said(self.site.portal, self.case, self._officer))

    @cached_property
    def meeting(self) -> str:
        """Of that one, its reference."""
        return self._held[0]

    @cached_property
    def part(self) -> str:
        """Of a plan that is being written: the key of a need."""
        return plans.being_written(self.site.portal, self.case, self._officer)

    @property
    def planned_case(self) -> str:
        """The case, with a plan that is being written."""
        assert self.part
        return self.case

    @property
    def drafted_case(self) -> str:
        """The case, with a draft that was sent."""
        assert self.comment
        return self.case

    @cached_property
    def plan_task(self) -> str:
        """The task to write it, which the officer has claimed."""
        assert self.part
        return str(plans.taken(self.site.portal, self.case, "plan_draft.write_plan", self._officer))

    @cached_property
    def comment(self) -> str:
        """On that need in the draft that was sent, by the parent, who has not sent it."""
        assert self.plan_task
        plans.sent(self.site.portal, self.case, self._officer)
        return plans.commented(self.site.portal, self.case, self.site.reference(self._parent), self.part)

    @cached_property
    def copy_with_plan(self) -> str:
        """A letter to a body outside the family, with which that draft went."""
        assert self.comment
        with_it = "UPDATE letter SET enclosed = :slug WHERE id = :id RETURNING id"
        return str(self.site.run(with_it, slug=self.draft, id=self.copy)[0][0])

    @cached_property
    def sent_comment(self) -> str:
        """The same, when the parent has sent it."""
        assert self.comment
        key = plans.commented(self.site.portal, self.case, self.site.reference(self._parent), self.part)
        plans.answered(self.site.portal, self.case, self.site.reference(self._parent), self._officer)
        return key

    @cached_property
    def comments_task(self) -> str:
        """The task to answer it, which the officer has claimed."""
        assert self.sent_comment
        return str(plans.taken(self.site.portal, self.case, "answer_comments", self._officer))

    @cached_property
    def approve_task(self) -> str:
        """The task to approve the final plan, which the manager has claimed."""
        assert self.comments_task
        manager = self.site.reference(GRACE)
        plans.to_be_approved(self.site.portal, self.case, self._officer, manager)
        return str(plans.taken(self.site.portal, self.case, "plan_final.approve", manager))

    @cached_property
    def invited(self) -> str:
        """The parent's task to say whether they come to another one."""
        return meetings.invited(self.site.portal, self.case, self._officer, self.site.reference(self._parent))

    @cached_property
    def colleague(self) -> str:
        """Somebody who works for the council."""
        return self.site.reference(self.site.person(f"Sven{self.family}", kind="staff", groups=("send_officer",)))

    @cached_property
    def invitation(self) -> str:
        """Of somebody who shall work here."""
        admin = self.site.browser(SOL)
        fields = {"first_name": "Nora", "last_name": "Lund", "email": f"nora.{self.family}@cumberland.example".lower()}
        assert admin.posts("/people/invite", groups="send_officer", **fields).status == 302
        made = "SELECT reference FROM invitation WHERE email = :e"
        return str(self.site.run(made, e=fields["email"])[0][0])
