delegation-signature = { $name } (by delegation of { $lender })

member-section = Section
member-section-hint = The role holds in this section and those below it. Unit administrators always look after the whole site.
section-gone = Removed section
grant-whole-only = this role is always for the whole site; leave the section empty
grant-to-oneself = nobody gives themselves a role they do not have; ask another administrator
grant-platform-by-others = Only platform administrators give or take the platform administrator's role.
role-platform-what = Creates and configures sites, looks after the accounts of the whole system.
member-reviewed = The review was noted.
review-due = To be reviewed
review-do = Reviewed
review-hint = Roles are reviewed every { $months } months. Where a role is still right, press “Reviewed”; where it is not, take it away.
roles-what = What may each role do?

may-content-desk = Come to the desk of the site
may-content-write = Write, edit own texts, upload files, submit for approval
may-content-edit = See and edit everybody's texts
may-content-approve = Approve, refuse, publish and withdraw what others wrote
may-content-sections = Add, rename and order sections
may-auth-resets = Resolve requests for a new password, of officials of the whole province
may-auth-members = Add members, give and take roles, review roles
may-auth-own = See one's own rights, delegate while away
may-auth-people = Switch accounts off and on; give the platform administrator's role
may-audit-read = Read and export the record of the site
may-audit-read-all = Read and export the record of all sites
may-staff-page = Change the staff page: shared systems, notices
may-platform-sites = Create sites; switch their modules, languages and menus

rights = My rights
rights-lead = What you may do on this site, by which role, and until when.
rights-where = Where
rights-whole-site = The whole site
rights-by = Delegated by
rights-from = From
rights-lent = Delegated
rights-may = You may:

delegations = Delegation
delegations-lead = Delegate your approval, or hand your work to a deputy while you are on leave.
delegations-none = No delegation yet
delegations-none-text = When you are away, delegate to a colleague so that work goes on.
delegation-given = Delegated. Either of you can end it at any time.
delegation-taken-back = The delegation was ended.
delegation-add = Delegate to a colleague
delegation-add-do = Delegate
delegation-nothing = You have no right of your own to delegate. What somebody delegated to you cannot be delegated on.
delegation-consequence = The deputy works with their own account; the history of each article names who delegated. Nobody approves their own texts, nor those of whoever delegated to them.
delegation-lender = Delegated by
delegation-deputy = Deputy
delegation-deputy-hint = Only people with a role on this site.
delegation-choose = Choose somebody…
delegation-kind = What
delegation-kind-approval = Delegate approval
delegation-kind-approval-what = The deputy approves, refuses, publishes and withdraws in your place.
delegation-kind-leave = On leave, with a deputy
delegation-kind-leave-what = The deputy has all your roles on the site but unit administration.
delegation-section-all = All sections I approve in
delegation-section-hint = Only for the delegation of approval.
delegation-time = Time
delegation-from-to = { $from } – { $to }
delegation-starts = First day
delegation-starts-hint = Leave empty to begin at once.
delegation-ends = Last day
delegation-ends-hint = At most 90 days.
delegation-reason = Reason
delegation-reason-hint = For example: annual leave, a business trip, training.
delegation-end = End it
delegation-state-runs = In force
delegation-state-to-come = To come
delegation-state-over = Over
delegation-state-taken-back = Ended
delegation-to-oneself = nobody delegates to themselves
delegation-not-a-colleague = this person has no role on the site
delegation-ended = the last day must be today or later, and after the first
delegation-too-long = at most 90 days
delegation-nothing-to-lend = you do not have this right, or somebody delegated it to you
delegation-over = This delegation has ended.

hand-over-to = Taken over by
hand-over-what = This person leaves unfinished work on the site. Say who takes it over; the author's name stays on each article.
hand-over-what-all = This person leaves unfinished work. Say who takes it over; the author's name stays on each article.
hand-over-hint = Whoever takes over finds these articles on their desk.
hand-over-choose = Choose somebody…
hand-over-unit = Leave it to the unit (its administrator)
hand-over-person = Give it to one person
hand-over-login = Login name of whoever takes over
hand-over-login-hint = Only to give it to one person. On sites where they do not work, the unit's administrator takes over.
hand-over-first = say first who takes over
hand-over-nobody = nobody with a role on the whole site was found to take over
belongings-draft = { $count ->
    [one] { $count } draft
   *[other] { $count } drafts
}
belongings-refused = { $count ->
    [one] { $count } refused article
   *[other] { $count } refused articles
}
belongings-submitted = { $count ->
    [one] { $count } article waiting for approval
   *[other] { $count } articles waiting for approval
}
belongings-approved = { $count ->
    [one] { $count } approved article, not yet published
   *[other] { $count } approved articles, not yet published
}

people-desk = Staff accounts
people-desk-lead = Find people, see their roles on all sites, switch accounts off or on.
people-desk-find = Name or login name
people-desk-none = Nobody was found
people-desk-none-text = Try a part of the name or of the login name.
person-asleep = Switched off, unused for long
person-roles = Roles on sites
person-roles-none = This person has no role on any site.
person-switch-off = Switch the account off
person-switch-off-do = Switch off
person-switch-off-what = The person is signed out of all sites at once and can no longer sign in. Their delegations end. Their articles and the history of their work stay.
person-switch-off-undo = To undo: switch the account on again on this page. Work that was handed over does not come back by itself.
person-switched-off = The account was switched off.
person-switch-on = Switch the account on
person-switch-on-what = The person can sign in again, with the roles they had.
person-switched-on = The account was switched on.
switch-off-oneself = Nobody switches off their own account.

password-used-before = is one of the last { $count } passwords
refusal-lenders-text = Whoever delegated their approval to you wrote this; somebody else has to decide.
may-petitions-handle = Receive, classify, forward and answer petitions
may-petitions-approve = Approve answers to petitions, grant extensions
may-petitions-identity = See who sent a petition
may-petitions-read = Read lists and statistics of the unit's petitions
may-petitions-supervise = Supervise the petitions of all units
