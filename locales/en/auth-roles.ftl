delegation-signature = { $name } (by delegation of { $lender })
