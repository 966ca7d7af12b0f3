personal-phone = Telephone number
personal-email = E-mail address
personal-id-number = Identity document number
personal-bank-account = Bank account number
personal-address = Home address
personal-plate = Registration plate
