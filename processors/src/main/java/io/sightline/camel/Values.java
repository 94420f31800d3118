package io.sightline.camel;

import io.sightline.delivery.ConsumedRecord;
import io.sightline.failure.FailureCode;
import io.sightline.failure.PermanentFailure;
import io.sightline.registry.WireFormat;
import org.apache.avro.specific.SpecificRecordBase;

/** Reads values of records, which may be missing altogether. */
final class Values {
    private Values() {}

    static <T extends SpecificRecordBase> T read(WireFormat format, ConsumedRecord record, Class<T> type) {
        var value = record.value();
        if (value == null) {
            throw new PermanentFailure(
                    FailureCode.UNDECODABLE_RECORD,
                    "the record at " + record.position() + " has no value, expected " + type.getSimpleName());
        }
        return format.read(value, type);
    }
}
