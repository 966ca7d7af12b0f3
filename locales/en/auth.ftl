module-auth = Accounts
module-auth-what = Sign-in, and the roles of each site's staff.

sign-in-login = Login name
sign-in-login-hint = Your office e-mail address or account name, for example: an.nguyen
sign-in-password = Password
sign-in-doing = Checking…
sign-in-forgotten = Forgotten your password?
sign-in-failed = The login name or the password is wrong. Check Caps Lock and the Vietnamese keyboard, then try again.
sign-in-unavailable = Sign-in is busy at the moment. Please try again in a few minutes.
sign-in-wait = Too many failed sign-ins. Please try again in { $seconds } seconds.

sign-in-once = One sign-in for all sites of the province.
sign-in-done = Signed in
sign-in-leading = Taking you to where you work…
sign-in-lead-on = Continue
sign-in-too-late = This sign-in link is no longer valid
sign-in-too-late-text = The link works once, for a minute, in the browser that opened it. Please sign in again.
sign-in-again = Sign in again

account-title = My account
account-lead = Where you are signed in, and how your account is protected.
sign-ins = Signed-in devices
sign-ins-lead = Each sign-in serves all sites of the province. If a device is not yours, end its session and change your password at once.
sign-ins-end-others = Sign out of all other devices
sign-ins-of = Sign-ins of { $name }
sign-ins-of-lead = Ending one signs the person out of all sites on that device.
sign-ins-none = No sign-in
sign-ins-none-text = This person is not signed in anywhere.
sign-in-device = Device
sign-in-device-unknown = Unknown device
sign-in-on = { $browser } on { $system }
sign-in-address = Network address
sign-in-since = Signed in
sign-in-seen = Last used
sign-in-here = This device
sign-in-end = End
sign-in-ended = The sign-in was ended.
sign-in-others-ended = Signed out of all other devices.

password-change = Change password
password-change-do = Change password and sign in
password-must-change = This password was set by somebody else or is too old. Type it once more and choose a new one to go on.
password-old = Present password
password-new = New password
password-again = New password, again
password-hint = At least { $min } characters, of { $classes } kinds: lower case, upper case, digits, others; a sentence you remember will do.
password-classes = must have { $count } kinds of characters: lower case, upper case, digits, others
password-holds-login = must not contain the login name
password-common = easily guessed: a common password, or put together from common words, names or dates; choose a longer phrase of your own
password-wrong = is not your current password
password-same = is the present password
password-not-again = the two are not the same

account-no-login = 2 to 64 characters: unaccented lower-case letters, digits, dot, underscore, hyphen, @; beginning with a letter or digit
account-login-taken = somebody else has this login name
account-no-name = The full name is missing.
account-password = The password is not strong enough: { $faults }.

grant-platform-elsewhere = The platform administrator's role is given on the province's portal only.
grant-ended = the last day must be today or later
grant-none = This person no longer has that role on the site.
grant-last-administrator = This is the site's last unit administrator. Give the role to somebody else first.

members = Members
members-title = Members of the site of { $site }
members-lead = Who works on this site, in which role and until when.
members-none = No members yet
members-none-text = Add the first with the form below.
members-count = { $count ->
    [one] { $count } person
   *[other] { $count } people
}
members-back = Back to the members
member-name = Full name
member-name-hint = Needed for somebody without an account; people who have one keep their name.
member-login = Login name
member-login-hint = For example: an.nguyen. Somebody who has this account already only gets the role.
member-email = E-mail
member-email-hint = For notices about work.
member-no-email = is not an e-mail address
member-role = Role
member-until = Last day
member-until-hint = Leave empty for no end.
member-no-date = is not a date; write it like 31/12/2026
member-no-end = No end
member-ended = Ended
member-off = Switched off
member-signed-in = Last sign-in
member-never = Never
member-do = Action
member-doing = One moment…
member-add = Add a member
member-add-do = Add
member-granted = The role was given.
member-revoked = The role was taken away.
member-created = Account of { $name }
member-password = One-time password
member-password-once = The password is shown this once. Hand it to the person directly; at the first sign-in they must change it.
member-revoke = Take role away
member-revoke-title = Take the role { $role } from { $name }?
member-revoke-what = The person loses the rights of this role at once. Their articles and the history of their work stay.
member-revoke-undo = To undo: give the role again with the form “Add a member”.
member-revoke-not = Keep it
role-collaborator-what = Writes, submits, sees what came back.
role-editor-what = Edits everybody's texts and prepares them for approval.
role-approver-what = Approves, refuses, publishes and withdraws.
role-petition-officer-what = Receives, classifies, forwards and answers petitions; sees who sent them.
role-head-what = Approves answers to citizens and extensions; hears of what is overdue in the unit.
role-unit-administrator-what = Looks after the site's members and sections.

last-sign-in-title = Your last sign-in
last-sign-in-none = This is the first sign-in on record.
last-sign-in-when = When
last-sign-in-failed = Failed attempts since then
last-sign-in-failed-never = None
last-sign-in-hint = If it was not you, change your password at once, sign out on other devices and tell your unit's administrator.
