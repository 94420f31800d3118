package io.sightline.camel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.apache.camel.support.DefaultMessage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class KeepOrderTest {
    private final KeepOrder keepOrder = new KeepOrder();

    @Test
    void gathersMessagesWithTheirHeaders() {
        var first = Exchanges.withBody("first");
        first.getMessage().setHeader("ce_id", "1");

        var gathered = gather(first, Exchanges.withBody("second"));

        assertThat(messages(gathered)).extracting(Message::getBody).containsExactly("first", "second");
        assertThat(messages(gathered).get(0).getHeader("ce_id")).isEqualTo("1");
    }

    @Test
    void leavesOutPartsThatBecameDeadLetters() {
        var gathered = gather(Exchanges.withBody(null), Exchanges.withBody("second"), Exchanges.withBody(null));

        assertThat(messages(gathered)).extracting(Message::getBody).containsExactly("second");
    }

    @Test
    void batchOfDeadLettersAloneIsAnEmptyList() {
        var gathered = gather(Exchanges.withBody(null), Exchanges.withBody(null));

        assertThat(messages(gathered)).isEmpty();
        assertThat(gathered.getException()).isNull();
    }

    @Test
    void failureOfAPartFailsTheBatch() {
        var failed = Exchanges.withBody("second");
        failed.setException(new IOException("store is away"));

        var gathered = gather(Exchanges.withBody("first"), failed);

        assertThat(gathered.getException()).hasMessage("store is away");
        assertThat(messages(gathered)).extracting(Message::getBody).containsExactly("first");
    }

    @Test
    void errorWhileAPartIsGatheredFailsTheBatch() {
        var second = new DefaultExchange(new DefaultCamelContext());
        second.setMessage(new DefaultMessage(second.getContext()) {
            @Override
            public Message copy() {
                throw new OutOfMemoryError("Java heap space");
            }
        });
        second.getMessage().setBody("second");

        var gathered = gather(Exchanges.withBody("first"), second, Exchanges.withBody("third"));

        assertThat(gathered.getException()).hasRootCauseInstanceOf(OutOfMemoryError.class);
        assertThat(messages(gathered)).extracting(Message::getBody).containsExactly("first", "third");
    }

    @Test
    void failureOfTheFirstPartFailsTheBatchToo() {
        var failed = Exchanges.withBody("first");
        failed.setException(new IOException("store is away"));

        assertThat(gather(failed).getException()).hasMessage("store is away");
    }

    @Test
    void handledFailureOfAPartLeavesNoMark() {
        var handled = Exchanges.withBody(null);
        handled.setProperty(Exchange.EXCEPTION_CAUGHT, new IOException("poison"));
        handled.getExchangeExtension().setErrorHandlerHandled(true);
        handled.setRouteStop(true);

        var gathered = gather(handled, Exchanges.withBody("second"));

        assertThat(gathered.getException()).isNull();
        assertThat(gathered.isRouteStop()).isFalse();
        assertThat(gathered.getExchangeExtension().isErrorHandlerHandledSet()).isFalse();
        assertThat(gathered.getProperty(Exchange.EXCEPTION_CAUGHT)).isNull();
    }

    private Exchange gather(Exchange... parts) {
        @Nullable Exchange gathered = null;
        for (var part : parts) {
            gathered = keepOrder.aggregate(gathered, part);
        }
        return java.util.Objects.requireNonNull(gathered);
    }

    @SuppressWarnings("unchecked")
    private static List<Message> messages(Exchange gathered) {
        return (List<Message>) gathered.getMessage().getBody();
    }
}
