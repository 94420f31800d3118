package io.sightline.registry;

import io.sightline.failure.TransientFailure;

/** Registers schemas of the contracts that a registry lacks. What is there stays as it is. */
public final class ContractRegistration {
    private final ConfluentRegistry registry;

    public ContractRegistration(ConfluentRegistry registry) {
        this.registry = registry;
    }

    /**
     * What there is now.
     *
     * @param isNew whether this made it
     * @param rule that new versions must keep; empty where there is none
     * @param isGuardNew whether this made the rule
     */
    public record Registered(int id, boolean isNew, String rule, boolean isGuardNew) {}

    /**
     * Registers a schema that is missing, and guards one that nothing guards; those that it refers to come first.
     *
     * @throws TransientFailure DEPENDENCY_UNAVAILABLE when the registry does not answer, or refuses it
     */
    public Registered register(ContractSchema contract) {
        var schema = contract.schema();
        var known = registry.find(schema);
        var version = known.orElseGet(() -> add(contract));
        var rule = registry.compatibility(schema).orElse("");
        // Registries that tell no own rule from that of all say NONE.
        var isUnguarded = !ContractSchema.isGuarded(schema, rule)
                && registry.ownRule(schema).filter(own -> !own.equals("NONE")).isEmpty();
        if (isUnguarded) {
            rule = ContractSchema.rule(schema);
            registry.guard(schema, rule);
        }
        return new Registered(version.id(), known.isEmpty(), rule, isUnguarded);
    }

    private ConfluentRegistry.Version add(ContractSchema contract) {
        try {
            registry.register(contract);
        } catch (TransientFailure e) {
            // Somebody else may have done it meanwhile.
            return registry.find(contract.schema()).orElseThrow(() -> e);
        }
        return registry.find(contract.schema()).orElseThrow();
    }
}
