drop table staff_notices, system_checks, shared_systems;
