"""A class of imaginary pupils, who speak to a real site as browsers do: to learn the desk without a class."""
