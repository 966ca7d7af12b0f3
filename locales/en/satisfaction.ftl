module-satisfaction = Satisfaction
module-satisfaction-what = Readers rate pages; nobody is identified, results are public.
