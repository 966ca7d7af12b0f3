drop table deadline_shifts, deadlines, day_counts;
