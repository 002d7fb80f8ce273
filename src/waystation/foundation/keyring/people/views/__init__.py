"""The screens of people, by what somebody wants to do: look, invite, come in, change teams, be away, leave."""
