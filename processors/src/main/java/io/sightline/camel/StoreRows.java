package io.sightline.camel;

import io.micrometer.core.instrument.MeterRegistry;
import io.sightline.delivery.ConsumedRecord;
import io.sightline.delivery.Sink;
import io.sightline.frame.TraceContext;
import java.util.List;
import org.apache.avro.specific.SpecificRecordBase;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.apache.camel.support.DefaultMessage;

/**
 * Body in: messages with contract records. Body out: messages of the records that the database refuses for good, each
 * with its {@link Keys#RECORD} and {@link Keys#REFUSAL}.
 *
 * @param <R> type of the record
 * @param <T> row made of it
 */
public final class StoreRows<R extends SpecificRecordBase, T> implements Processor {
    private final Sink<T> sink;
    private final RowMaker<R, T> maker;
    private final MeterRegistry meters;
    private final String table;

    public StoreRows(Sink<T> sink, RowMaker<R, T> maker, MeterRegistry meters, String table) {
        this.sink = sink;
        this.maker = maker;
        this.meters = meters;
        this.table = table;
    }

    /** Makes a row of a contract record, the Kafka record that it came in and its trace. */
    public interface RowMaker<R, T> {
        T make(R body, ConsumedRecord record, String traceId);
    }

    @Override
    @SuppressWarnings("unchecked")
    public void process(Exchange exchange) {
        var messages = (List<Message>) exchange.getMessage().getBody(List.class);
        var rows = messages.stream().map(this::row).toList();
        var outcome = sink.store(rows.stream().map(Row::row).toList());
        count("stored", outcome.stored());
        count("duplicate", outcome.duplicates());
        count("refused", outcome.refused().size());
        exchange.getMessage()
                .setBody(outcome.refused().stream()
                        .map(refused -> message(exchange, rows, refused))
                        .toList());
    }

    @SuppressWarnings("unchecked")
    private Row<T> row(Message message) {
        var record = message.getHeader(Keys.RECORD, ConsumedRecord.class);
        var trace = TraceContext.of(record.header("traceparent")).traceId();
        var body = (R) message.getBody();
        return new Row<>(maker.make(body, record, trace), record, body);
    }

    private static <T> Message message(Exchange exchange, List<Row<T>> rows, Sink.Refused<T> refused) {
        var row = rows.stream()
                .filter(candidate -> candidate.row() == refused.row())
                .findFirst()
                .orElseThrow();
        var message = new DefaultMessage(exchange.getContext());
        message.setBody(row.record().value());
        message.setHeader(Keys.RECORD, row.record());
        message.setHeader(Keys.FRAME_ID, row.body().get("frameId"));
        message.setHeader(Keys.SOURCE_ID, row.body().get("sourceId"));
        message.setHeader(Keys.REFUSAL, refused.failure());
        return message;
    }

    private void count(String outcome, int rows) {
        meters.counter("sightline.sink.rows", "table", table, "outcome", outcome)
                .increment(rows);
    }

    private record Row<T>(T row, ConsumedRecord record, SpecificRecordBase body) {}
}
