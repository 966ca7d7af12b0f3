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
clock-overdue-now = Overdue
clock-today = Due today
clock-until = Until the end of { $on }
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
clock-version =
    { $version ->
        [0] Counted by the common working calendar.
       *[other] Counted by the working calendar, update no. { $version }.
    }
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

# The desk of the working calendar
calendar-desk = Working calendar of the province
calendar-desk-unit = Working calendar
calendar-title-all = Working calendar of the province
calendar-title-unit = Working calendar of the unit
calendar-lead-all = Days off and working days of all units. When the calendar changes, every running deadline is counted anew; what has ended stays.
calendar-lead-unit = The province's calendar with the unit's own week and closing days, such as for a storm.
calendar-enter-all = Enter days off or working days
calendar-enter-unit = Enter a closing day
calendar-enter-lead = The next step shows which deadlines would move; nothing is entered yet.
calendar-done = Entered, and running deadlines are counted anew.
calendar-remove = Take back
calendar-see = Preview
calendar-apply = Enter it
calendar-change = Change
calendar-years = Choose a year
calendar-special = Days off and days worked instead in the year
calendar-state = The day
calendar-works = Working
calendar-rests = Off
calendar-month =
    { $month ->
        [1] January
        [2] February
        [3] March
        [4] April
        [5] May
        [6] June
        [7] July
        [8] August
        [9] September
        [10] October
        [11] November
       *[12] December
    }
calendar-legend = Legend
weekday-short-1 = Mon
weekday-short-2 = Tue
weekday-short-3 = Wed
weekday-short-4 = Thu
weekday-short-5 = Fri
weekday-short-6 = Sat
weekday-short-7 = Sun
sign-holiday = Hol.
sign-holiday-what = public holiday
sign-lieu = Lieu
sign-lieu-what = day in lieu of a holiday on a day of rest
sign-off = Off
sign-off-what = off by decision or swap
sign-work = Work
sign-work-what = worked instead
sign-closed = Own
sign-closed-what = closed at this unit
sign-rest = off
sign-rest-what = weekly rest
calendar-provisional-title = The calendar of { $year } is provisional
calendar-provisional-text = The days of Tết and National Day are reckoned by the law; they are not announced or not entered yet. Deadlines in that year may change.

# Forms
calendar-what = What to enter
calendar-what-is-off = A day off
calendar-what-is-off-help = One or more working days become days off.
calendar-what-is-work = A working day
calendar-what-is-work-help = A day off becomes a working day.
calendar-what-is-swap = A swap
calendar-what-is-swap-help = A working day is off, a day of rest is worked for it.
calendar-on = Day
calendar-until = Up to and with
calendar-until-hint = Leave empty for one day. Days that are off already are passed over.
calendar-partner = Worked on
calendar-partner-hint = For a swap only.
calendar-name = Reason
calendar-name-hint = For example: swap around 30 April and 1 May
calendar-name-hint-unit = For example: closed for storm no. 9
calendar-decision-number = Number of the document
calendar-decision-hint = For example: 1234/QĐ-TTg, 567/CV-UBND
calendar-decision-hint-all = Required, unless provisional. For example: 1234/QĐ-TTg
calendar-decision-on = Date of the document
calendar-provisional = Provisional
calendar-provisional-hint = There is no official document yet; deadlines concerned are said to be open to change.
calendar-no-date = no date yet; write day/month/year, such as 23/11/2026
calendar-ends-before = before the first day
calendar-same-day = the same as the day off
calendar-too-many-days = at most { $max } days at once

# Week
calendar-week-title = Working week
calendar-week-lead = Whole days only; an office that is open on Saturday mornings still rests on Saturday.
calendar-rest = Weekly rest
calendar-rest-hint = The unit's deadlines are counted by this week.
calendar-rest-67 = Saturday and Sunday
calendar-rest-7 = Sunday (Saturday is worked)
calendar-from = From
calendar-week-past = must be today or later, and within the calendar

# Years
calendar-year = Calendar of { $year }
calendar-year-lead = The first days of Tết and National Day are decided by the Prime Minister each year. Swaps are entered by themselves.
calendar-first-tet = First day off for Tết
calendar-first-national-day = First day off for National Day
calendar-first-hint = { $days } days on end from this day.
calendar-confirmed = Officially announced
calendar-confirmed-hint = Left empty, the year goes on being called provisional.
calendar-other-year = not in { $year }
calendar-remind-open = There is no calendar for { $year } yet. Deadlines that reach into it will be refused.
calendar-remind-confirm = The calendar of { $year } is provisional. Once Tết and National Day are announced, enter and confirm them.
calendar-remind-after = The calendar ends with next year. Open { $year } in good time.

# Preview
calendar-preview = Preview of the change
calendar-preview-lead = To be entered: { $what }.
calendar-preview-moved = { $count } running deadlines of { $units } units would move to another day
calendar-preview-none = No running deadline would move
calendar-preview-closed = What was answered or stopped is not counted anew.
calendar-preview-unit = Unit
calendar-preview-clocks = Deadlines
calendar-preview-examples = From – to
calendar-preview-example = { $from } → { $to } ({ $count } deadlines)

# For everybody
calendar-page = Working calendar
calendar-page-year = Working calendar { $year }
calendar-page-lead = Days off, days worked instead, and their basis. Every deadline on the portal is counted by this calendar.
calendar-count = Count a deadline
calendar-count-lead = Choose the day of receipt and the kind of matter to see the last day and how each day was counted.
calendar-count-from = From
calendar-count-what = Matter
calendar-count-do = Count
calendar-count-due = Last day: the end of { $on }
