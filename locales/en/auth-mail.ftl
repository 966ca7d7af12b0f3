# ── passwords of official mailboxes ──────────────────────────────────────────────────────────────
mail-password-elsewhere = The password of this account cannot be reset here. Please contact the administrators of the province's official e-mail.
mail-password-no-mailbox = The mail system has no such mailbox. Please contact the administrators of the province's official e-mail.
mail-password-against-rules = The mail system does not accept this password. Please choose one that is longer, harder to guess and not used before.
mail-password-unavailable = The mail system does not answer at the moment, so the password has not been changed. Please try again in a few minutes.
