package io.sightline.camel;

import io.sightline.delivery.ConsumedRecord;
import io.sightline.delivery.Entry;
import io.sightline.delivery.Entry.Letter;
import io.sightline.delivery.Entry.Row;
import io.sightline.delivery.EntryStore;
import io.sightline.delivery.v1.DeadLetter;
import io.sightline.failure.PermanentFailure;
import io.sightline.frame.TraceContext;
import java.util.List;
import org.apache.avro.specific.SpecificRecordBase;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;

/**
 * Body in: messages with contract records, or with a {@link Keys#LETTER} where there is none. All of them are stored
 * when this returns, but those of stopped partitions, which are paused and taken out of {@link Keys#BATCH}.
 *
 * @param <R> type of the record
 * @param <T> row made of it
 */
public final class StoreRows<R extends SpecificRecordBase, T> implements Processor {
    private final EntryStore<T> store;
    private final RowMaker<R, T> maker;
    private final Refusals refusals;
    private final String letters;

    /**
     * @param refusals writes the letters of rows that the database refuses
     * @param letters topic that letters go to
     */
    public StoreRows(EntryStore<T> store, RowMaker<R, T> maker, Refusals refusals, String letters) {
        this.store = store;
        this.maker = maker;
        this.refusals = refusals;
        this.letters = letters;
    }

    /** Makes a row of a contract record, the Kafka record that it came in and its trace. */
    public interface RowMaker<R, T> {
        T make(R body, ConsumedRecord record, String traceId);
    }

    @Override
    @SuppressWarnings("unchecked")
    public void process(Exchange exchange) {
        var messages = (List<Message>) exchange.getMessage().getBody(List.class);
        var held = store.store(
                messages.stream().map(this::entry).toList(),
                (refused, refusal) -> write(exchange, messages, refused, refusal));
        new HeldPartitions(held).leaveOut(exchange);
    }

    @SuppressWarnings("unchecked")
    private Entry<T> entry(Message message) {
        var record = message.getHeader(Keys.RECORD, ConsumedRecord.class);
        if (message.getHeader(Keys.LETTER) != null) {
            return letter(message);
        }
        var trace = TraceContext.of(record.header("traceparent")).traceId();
        return new Row<>(record, maker.make((R) message.getBody(), record, trace));
    }

    private Letter<T> letter(Message message) {
        return new Letter<>(
                message.getHeader(Keys.RECORD, ConsumedRecord.class),
                message.getHeader(Keys.LETTER, DeadLetter.class),
                Mail.of(message, letters));
    }

    private Letter<T> write(Exchange exchange, List<Message> messages, Row<T> refused, PermanentFailure refusal) {
        var message = messages.stream()
                .filter(candidate -> candidate.getHeader(Keys.RECORD) == refused.record())
                .findFirst()
                .orElseThrow();
        message.setHeader(Keys.REFUSAL, refusal);
        return letter(refusals.write(exchange, message, refusal));
    }
}
