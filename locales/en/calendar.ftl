# Working days and deadlines.

calendar-beyond = There is no working-day calendar for { $on } yet. It runs from { $first } to { $last }; please ask the provincial office to open the next year.
fact-core-calendar-changed = { $who } changed the working-day calendar: { $what } ({ $moved } deadlines moved to another day).
