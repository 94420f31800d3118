package io.sightline.doctor;

import io.sightline.registry.ConfluentRegistry;
import io.sightline.registry.ContractRegistration;
import io.sightline.registry.ContractSchema;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Registers schemas of the contracts that are missing. Those that are there stay as they are, and are judged. */
public final class MissingSchemas {
    private final Supplier<ConfluentRegistry> registry;
    private final String wayOut;

    /** @param wayOut what to do when the registry refuses one */
    public MissingSchemas(Supplier<ConfluentRegistry> registry, String wayOut) {
        this.registry = registry;
        this.wayOut = wayOut;
    }

    /** A line for each schema, after those that it refers to. */
    public List<Finding> register() {
        var registration = new ContractRegistration(registry.get());
        return ContractSchema.all().stream()
                .map(contract -> Check.of(
                        RegistryQuestions.check(contract.schema()), wayOut, () -> register(registration, contract)))
                .flatMap(check -> check.findings().stream())
                .toList();
    }

    private static Finding register(ContractRegistration registration, ContractSchema contract) {
        var registered = registration.register(contract);
        var found = RegistryQuestions.judge(contract.schema(), registered.id(), Optional.of(registered.rule()));
        var done = registered.isNew() ? "registered" : registered.isGuardNew() ? "there, its rule made" : "there";
        return new Finding(found.check(), found.outcome(), done + ": " + found.found(), found.wayOut());
    }
}
