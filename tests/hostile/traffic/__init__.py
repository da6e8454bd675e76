"""A made-up post of machines and of people who look like machines, in the shapes of real systems; invented people only.

Every letter is made anew from a shape and a few words, the same each time. Its half is drawn from its name: the rules
were mended by looking at the development half; of the other half only figures were looked at.
"""
