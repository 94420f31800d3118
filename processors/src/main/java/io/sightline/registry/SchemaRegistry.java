package io.sightline.registry;

import org.apache.avro.Schema;

/** What the wire format needs of a schema registry: it reads and never writes. */
public interface SchemaRegistry {
    /**
     * Id under which this very schema is registered.
     *
     * @throws io.sightline.failure.TransientFailure DEPENDENCY_UNAVAILABLE when the registry does not answer or lacks
     *     it
     */
    int idOf(Schema schema);

    /**
     * Schema that is registered under this id.
     *
     * @throws io.sightline.failure.PermanentFailure UNKNOWN_SCHEMA when there is none
     * @throws io.sightline.failure.TransientFailure DEPENDENCY_UNAVAILABLE when the registry does not answer
     */
    Schema byId(int id);
}
