"""The door of the engine: BPMN runs here, and nothing here knows what the work is about."""

from engine.actor import PORTAL, Actor, Membership
from engine.calling import called_in
from engine.checks import Known, Report, Text, check_decisions, check_drawing, check_scenario
from engine.checks.lanes import look_alike
from engine.clock import SetClock, SystemClock
from engine.decisions import DecisionLibrary, read_library
from engine.deployments import TEXTS, Bundle, Cache, ProcessDefinition, read_bundle
from engine.desk import Desk
from engine.dialect import read_drawings
from engine.drawing import Drawing, Element
from engine.engine import Engine
from engine.errors import (
    BpmnError,
    Busy,
    CannotUndo,
    ClaimedBySomeoneElse,
    DrawingRefused,
    EngineError,
    Finding,
    GuardRefuses,
    HandOverLate,
    IncidentNotFound,
    InstanceNotFound,
    MappingRefused,
    NobodyWaits,
    NotClaimable,
    NotDeployed,
    NotForThem,
    NotOffered,
    NotReady,
    NotSkippable,
    NotYours,
    Outdated,
    SeveralWait,
    Stalled,
    StepFailed,
    UserTaskCancelled,
    UserTaskDone,
    UserTaskNotFound,
)
from engine.history import READ
from engine.including import PARTS, read_form, whole
from engine.instances import RUNNING
from engine.messaging.actions import Action
from engine.messaging.hand_overs import HandOver
from engine.migration import Change, Outcome, Plan, Preview
from engine.models import Record, metadata
from engine.rehearsal import Difference, ScenarioFault, play
from engine.service_tasks import Job, Registry
from engine.spelling import nearest
from engine.waking import HAND_OVER, PERFORM_EFFECT
from engine.whereabouts import Place

__all__ = [
    "HAND_OVER",
    "PERFORM_EFFECT",
    "PORTAL",
    "READ",
    "RUNNING",
    "Action",
    "Actor",
    "BpmnError",
    "Bundle",
    "Busy",
    "Cache",
    "CannotUndo",
    "Change",
    "ClaimedBySomeoneElse",
    "DecisionLibrary",
    "Difference",
    "ScenarioFault",
    "play",
    "Drawing",
    "DrawingRefused",
    "Desk",
    "Element",
    "Engine",
    "EngineError",
    "Finding",
    "GuardRefuses",
    "HandOver",
    "HandOverLate",
    "IncidentNotFound",
    "InstanceNotFound",
    "Job",
    "Known",
    "MappingRefused",
    "Membership",
    "NobodyWaits",
    "NotClaimable",
    "NotForThem",
    "NotDeployed",
    "NotOffered",
    "NotReady",
    "NotSkippable",
    "NotYours",
    "Outcome",
    "Outdated",
    "PARTS",
    "Place",
    "Plan",
    "Preview",
    "ProcessDefinition",
    "Record",
    "Registry",
    "Report",
    "SetClock",
    "SeveralWait",
    "Stalled",
    "StepFailed",
    "SystemClock",
    "TEXTS",
    "Text",
    "UserTaskCancelled",
    "UserTaskDone",
    "UserTaskNotFound",
    "called_in",
    "check_decisions",
    "check_drawing",
    "check_scenario",
    "look_alike",
    "metadata",
    "nearest",
    "read_bundle",
    "read_drawings",
    "read_form",
    "read_library",
    "whole",
]
