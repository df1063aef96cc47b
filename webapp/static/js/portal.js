// Small helps for those who have JavaScript; every page works without it.
import { Button, CharacterCount, ErrorSummary, PasswordInput, SkipLink, createAll } from "../govuk-frontend/govuk-frontend.min.js";

document.body.classList.add("js-enabled", "govuk-frontend-supported");
for (const component of [Button, CharacterCount, ErrorSummary, PasswordInput, SkipLink]) {
  createAll(component);
}
