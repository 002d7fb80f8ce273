"""Pages of referrals: of a case, and of the desk that receives them."""
