"""From records and rules to what the pages of the policy desk show."""
