package io.sightline.devstack;

import java.util.List;

/**
 * One Avro schema of the contracts, as a registry keeps it.
 *
 * @param subject full name of the type, which is also the registry's subject
 * @param text the schema file, byte for byte: registries compare text
 * @param references full names of the other contract types that it uses directly
 */
public record ContractSchema(String subject, String text, List<String> references) {
    public ContractSchema {
        references = List.copyOf(references);
    }
}
