"""Lines: numbers, hours, scripts, who is on call, interpreters, escalation. No person served stands in it."""
