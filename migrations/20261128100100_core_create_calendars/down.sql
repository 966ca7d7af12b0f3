drop table calendar_years, calendar_weeks, calendar_entries, calendar_versions;
