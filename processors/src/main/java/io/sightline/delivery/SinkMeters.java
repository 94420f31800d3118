package io.sightline.delivery;

import io.micrometer.core.instrument.MeterRegistry;

/** What became of records, as metrics of one table. */
public final class SinkMeters {
    private final MeterRegistry meters;
    private final String table;

    public SinkMeters(MeterRegistry meters, String table) {
        this.meters = meters;
        this.table = table;
        fenced(0);
    }

    void count(String outcome, long records) {
        meters.counter("sightline.sink.rows", "table", table, "outcome", outcome)
                .increment(records);
    }

    void fenced(int transactions) {
        meters.counter("sightline.sink.fenced", "table", table).increment(transactions);
    }
}
