"""The year’s curriculum: sessions as events, who came, what makes up for a day missed, hours, and aims."""
