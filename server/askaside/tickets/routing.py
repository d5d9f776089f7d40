"""Who gets it first: the account's own agent, else the team of the first tier that knows the module."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Team:
    """A group of agents: its line (`tier`, 1 to 3), the modules it knows (none named: all), where its mail goes; `title` by locale."""

    key: str
    tier: int = 1
    modules: tuple = ()
    mail: str | None = None
    hours: str | None = None
    title: dict = field(default_factory=dict)

    def knows(self, module):
        return not self.modules or module in self.modules


def team_for(teams, module, tier=1):
    """The Team of `tier`, or of the next higher line that there is: one that names the module before one that knows all; None without teams."""
    for line in range(tier, 4):
        found = [team for team in teams if team.tier == line and team.knows(module)]
        if found:
            return min(found, key=lambda team: not team.modules)   # stable: the first named wins
    return None


def team(teams, key):
    """The Team `key`, or None: it may be there no longer."""
    return next((one for one in teams if one.key == key), None)


def own_team(teams, keys, module):
    """Of the Teams whose key is in `keys`: the one that knows the module, else the first; None without any."""
    mine = [team for team in teams if team.key in keys]
    return next((team for team in mine if team.knows(module)), mine[0] if mine else None)


def next_tier(teams, team, module):
    """The Team of a higher line than that of the key `team`; None where there is none."""
    tier = next((one.tier for one in teams if one.key == team), 0)
    return team_for(teams, module, tier + 1)
