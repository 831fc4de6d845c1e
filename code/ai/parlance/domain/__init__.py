"""The words of the domain: values and entities, without a vendor and without a network."""
