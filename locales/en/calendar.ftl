# Working days and deadlines.

module-calendar = Working calendar
module-calendar-what = Working days, days off, and how deadlines are counted.
may-calendar-decide = Enter days off and working days for the whole province; open and confirm years
may-calendar-own = Set the unit's working week and its own closing days
fact-core-calendar-changed = { $who } changed the working calendar: { $what } ({ $moved } deadlines moved to another day).

calendar-beyond = There is no working calendar for { $on } yet. It runs from { $first } to { $last }; please ask the provincial office to open the next year.
calendar-taken = There is already a decision for { $on } in the calendar. Take that back first.
calendar-already-off = { $on } is a day off already.
calendar-already-worked = { $on } is a working day already.
calendar-not-next-year = The year { $year } must be opened first.

# What was done, for the record
calendar-what-off = off on { $days }, { $name }
calendar-what-work = working on { $days }, { $name }
calendar-what-swap = swap, off on { $days }, working on { $partner }, { $name }
calendar-what-removed = took back { $days }, { $name }
calendar-what-week = another working week from { $days }
calendar-what-opened = opened the year { $year } (provisional)
calendar-what-confirmed = confirmed the year { $year }
calendar-what-recount = counted deadlines anew by the newest calendar

# Deadlines
clock-met = On time
clock-late-met = Done, late
clock-stopped = Stopped
clock-overdue = Overdue by { $days } working days
clock-today = Due today
clock-left = { $days } working days left
clock-why = Why { $on }?
clock-period = { $term }, counted from { $since }; the first day does not count.
clock-period-before = At the latest { $term } before { $since }; counted back, that day does not count.
clock-period-until = The unit promised { $on } in its progress notice.
clock-basis = Basis: { $citation }
clock-days = The days counted
clock-day = Day
clock-number = Number
clock-reason = Reason
clock-skipped = not counted
clock-provisional = Some days lie in a year whose holidays are not announced yet; the deadline may change then.
clock-shifts = The deadline was moved by changes of the calendar:
clock-shift = from { $from } to { $to }, on { $at } (calendar no. { $version })
clock-version = Counted by working calendar no. { $version }.
term-working-days = { $count } working days
term-days = { $count } days
term-hours = { $count } hours

# Days
day-working = Working day
day-rest = Weekly rest
day-holiday = Public holiday: { $name } ({ $basis })
day-compensation = Day in lieu: { $name } fell on { $of }, a day of rest
day-closed = Closed at this unit
day-swapped-off = Off, worked on { $with } instead
day-swapped-work = Worked for { $with }, which is off
day-decided-off = Off by decision
day-decided-work = Worked by decision
day-provisional = { $what } – provisional

# Names of duties with a deadline
deadline-petition-forward = Forward a petition to the competent unit
deadline-petition-answer-or-progress = Answer a petition or announce progress
deadline-petition-rule-forward = Forward a report on an administrative rule
deadline-citizen-reception-notice = Tell the outcome after a citizen reception
deadline-citizen-reception-schedule-lead = Post the schedule of citizen reception
deadline-info-request-simple = Provide simple information at hand
deadline-info-request-complex-notice = Announce the time for a complex request
deadline-info-request-answer = Provide or refuse information
deadline-info-request-extension = Extension for providing information
deadline-info-correction-reply = Reply to a request for correction
deadline-publish-default = Publish information
deadline-publish-commune = Publish information at a commune
deadline-consultation-min-days-central = Consultation on a central draft
deadline-consultation-min-days-provincial-resolution = Consultation on a draft resolution of the People's Council
deadline-consultation-min-days-provincial-decision = Consultation on a draft decision of the People's Committee
deadline-consultation-min-days-grassroots = Consultation at grassroots level
deadline-doc-gazette = Send a document to the gazette
deadline-spokesperson-publish = Publish the spokesperson
deadline-press-first-statement = First statement on an event
deadline-downtime-notice = Announce a planned stop
