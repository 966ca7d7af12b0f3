drop table pending_sign_ins, recovery_codes, passkeys, totp_factors;
