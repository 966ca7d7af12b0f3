drop table reception_notices, receptions, reception_offices;
