drop table petition_reminders, petition_templates;
alter table petition_assignments drop column accepted_at;
