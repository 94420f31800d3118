package io.sightline.schemas;

import java.util.List;
import java.util.Set;
import org.apache.avro.Schema;
import org.apache.avro.SchemaValidationException;
import org.apache.avro.SchemaValidator;
import org.apache.avro.SchemaValidatorBuilder;

/**
 * The rule that each record's versions keep: new readers read old records; where third parties read, the other way
 * round too.
 */
final class Compatibility {
    private static final Set<String> READ_BY_THIRD_PARTIES =
            Set.of("io.sightline.inference.v1.InferenceCompleted", "io.sightline.model.v1.ModelState");

    private Compatibility() {}

    /** Throws when the schema breaks with one of its former versions. */
    static void check(Schema current, List<Schema> former) throws SchemaValidationException {
        validator(current.getFullName()).validate(current, former);
    }

    private static SchemaValidator validator(String record) {
        var builder = new SchemaValidatorBuilder();
        return READ_BY_THIRD_PARTIES.contains(record)
                ? builder.mutualReadStrategy().validateAll()
                : builder.canReadStrategy().validateAll();
    }
}
