package io.sightline.registry;

import io.sightline.failure.Dependency;
import io.sightline.failure.Failure;
import io.sightline.failure.FailureCode;
import io.sightline.failure.PermanentFailure;
import io.sightline.failure.Propagation;
import io.sightline.failure.TransientFailure;
import java.util.Optional;
import org.apache.avro.Schema;

/** Registers schemas of the contracts that a registry lacks, and guards those that nothing guards. */
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
     * @throws TransientFailure DEPENDENCY_UNAVAILABLE when the registry does not answer, DEPENDENCY_DENIES when it does
     *     not let this client do it
     * @throws PermanentFailure DEPENDENCY_MISUNDERSTOOD when it refuses the schema
     */
    public Registered register(ContractSchema contract) throws InterruptedException {
        var schema = contract.schema();
        var known = registry.find(schema);
        var version = known.isPresent() ? known.get() : add(contract);
        // Asked for once: somebody else may make it meanwhile, and both answers would be about different rules.
        var own = registry.ownRule(schema);
        var rule = own.or(registry::commonRule).orElse("");
        // Registries that tell no own rule from that of all say NONE.
        var isUnguarded = !ContractSchema.isGuarded(schema, rule)
                && own.filter(name -> !name.equals("NONE")).isEmpty();
        if (isUnguarded) {
            rule = ContractSchema.rule(schema, registry.commonRule().orElse(""));
            guard(schema, rule);
        }
        return new Registered(version.id(), known.isEmpty(), rule, isUnguarded);
    }

    /** Somebody else may have made the same rule meanwhile, which a registry refuses to make twice. */
    private void guard(Schema schema, String rule) {
        try {
            registry.guard(schema, rule);
        } catch (Failure refused) {
            if (registry.ownRule(schema).filter(rule::equals).isEmpty()) {
                throw refused;
            }
        }
    }

    private ConfluentRegistry.Version add(ContractSchema contract) throws InterruptedException {
        try {
            registry.register(contract);
        } catch (Failure refused) {
            return madeByOthers(contract, refused);
        }
        return Propagation.await(() -> registry.find(contract.schema()))
                .orElseThrow(() -> new TransientFailure(
                        FailureCode.DEPENDENCY_UNAVAILABLE,
                        "the registry took schema " + contract.schema().getFullName()
                                + ", and does not show it; run this again",
                        null,
                        Dependency.REGISTRY));
    }

    /** Somebody else may have done it meanwhile. */
    private ConfluentRegistry.Version madeByOthers(ContractSchema contract, Failure refused) {
        Optional<ConfluentRegistry.Version> found;
        try {
            found = registry.find(contract.schema());
        } catch (Failure e) {
            refused.addSuppressed(e);
            throw refused;
        }
        return found.orElseThrow(() -> refused);
    }
}
