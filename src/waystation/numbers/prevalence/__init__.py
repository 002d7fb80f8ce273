"""Hidden-population estimates: overlap tables sealed to the statistics team, panels computed apart, versions kept."""
