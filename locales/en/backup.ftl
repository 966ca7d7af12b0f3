module-backup = Backups
module-backup-what = How backups, their checks and restore drills stand.
may-platform-backups = See how backups and restore drills stand

backup-desk = Backups
backup-title = Backup and restore
backup-lead = Everything of the province’s portal and its component sites is backed up daily, and checked and restored for practice weekly, as scheduled on the server.

backup-warn = Needs attention
backup-warn-create-never = There is no backup yet. If the server were lost now, nothing could be restored.
backup-warn-create-old = The last backup is more than a day old. Look at the schedule on the server.
backup-warn-create-failed = The last backup failed. See the details in the list below.
backup-warn-verify-never = No backup was ever read back.
backup-warn-verify-old = No backup was read back for more than eight days.
backup-warn-verify-failed = The last check found differences. Make a new backup and find the cause.
backup-warn-drill-never = No restore was ever practised, so nobody knows whether a backup is of use.
backup-warn-drill-old = No restore was practised for more than eight days.
backup-warn-drill-failed = The last restore drill failed. See the details in the list below.

backup-last-create = Last backup
backup-last-verify = Last check
backup-last-drill = Last restore drill
backup-none-create = There is no backup yet.
backup-none-verify = Nothing was checked yet.
backup-none-drill = There was no drill yet.
backup-state-good = Good
backup-state-old = Overdue
backup-state-never = None yet
backup-age = Age
backup-moment = State as of
backup-holds = Holds
backup-holds-what = { $tables } tables, { $rows } rows, { $files } files; takes { $size }
backup-lost = What would have been lost (RPO)
backup-restore = Time to restore everything, estimated (RTO)

backup-runs = Recent runs
backup-run-what = Work
backup-run-at = Begun
backup-run-result = Result
backup-run-took = Took
backup-kind-create = Backup
backup-kind-verify = Check
backup-kind-drill = Restore drill
backup-ok = Passed
backup-failed = Failed
backup-details = Technical details
backup-by-hand = Backups, checks, drills and restores are run on the server by the system’s administrators; this page only shows how they stand.

backup-seconds = { $count } s
backup-minutes = { $count } min
backup-hours = { $count } h
backup-days = { $count ->
    [one] { $count } day
   *[other] { $count } days
}

fact-backup-made = { $who } made a backup of everything: { $name }.
fact-backup-restored = { $who } restored everything from the backup { $name }.
fact-site-restored = { $who } restored the site from the backup { $name }.
