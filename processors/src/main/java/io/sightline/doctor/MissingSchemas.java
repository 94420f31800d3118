package io.sightline.doctor;

import io.sightline.registry.ConfluentRegistry;
import io.sightline.registry.ContractRegistration;
import io.sightline.registry.ContractSchema;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/** Registers schemas of the contracts that are missing, and guards those that nothing guards; all are judged. */
public final class MissingSchemas {
    private final Supplier<ConfluentRegistry> registry;
    private final Function<Throwable, String> waysOut;

    /** @param waysOut what to do, by why one cannot be registered */
    public MissingSchemas(Supplier<ConfluentRegistry> registry, Function<Throwable, String> waysOut) {
        this.registry = registry;
        this.waysOut = waysOut;
    }

    /** A line for each schema, after those that it refers to. */
    public List<Finding> register() {
        var registration = new ContractRegistration(registry.get());
        return ContractSchema.all().stream()
                .map(contract -> Check.of(
                        RegistryQuestions.check(contract.schema()), waysOut, () -> register(registration, contract)))
                .flatMap(check -> check.findings().stream())
                .toList();
    }

    private static Finding register(ContractRegistration registration, ContractSchema contract)
            throws InterruptedException {
        var registered = registration.register(contract);
        var found = RegistryQuestions.judge(contract.schema(), registered.id(), Optional.of(registered.rule()));
        var done = registered.isNew() ? "registered" : registered.isGuardNew() ? "there, its rule made" : "there";
        return new Finding(found.check(), found.outcome(), done + ": " + found.found(), found.wayOut());
    }
}
