"""Why a budget is not met, by measure. Shown in the report beside the budget as long as it is not met."""

REASONS = {}
