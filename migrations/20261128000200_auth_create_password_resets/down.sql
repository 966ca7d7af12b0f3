drop table recovery_addresses, reset_requests, password_resets;
