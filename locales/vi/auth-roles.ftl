delegation-signature = { $name } (được { $lender } ủy quyền)
