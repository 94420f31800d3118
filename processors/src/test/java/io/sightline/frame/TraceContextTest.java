package io.sightline.frame;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TraceContextTest {
    private static final String RECEIVED = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    @Test
    void goesOnWithTheTraceThatCameAlong() {
        var trace = TraceContext.of(Optional.of(RECEIVED));

        assertThat(trace.traceparent()).isEqualTo(RECEIVED);
        assertThat(trace.traceId()).isEqualTo("0af7651916cd43dd8448eb211c80319c");
        assertThat(trace.spanId()).isEqualTo("b7ad6b7169203331");
    }

    /** Of the flags one bit counts, the others may mean anything: https://www.w3.org/TR/trace-context/#sampled-flag */
    @ParameterizedTest
    @CsvSource({"00, false", "01, true", "03, true", "f0, false", "fe, false", "ff, true"})
    void saysWhetherTheTraceIsToBeSeen(String flags, boolean isSampled) {
        var trace = new TraceContext(RECEIVED.substring(0, RECEIVED.length() - 2) + flags);

        assertThat(trace.isSampled()).isEqualTo(isSampled);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "garbage",
                "00-0AF7651916CD43DD8448EB211C80319C-b7ad6b7169203331-01",
                "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331",
                "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01\n",
                // All zeros are no ids: https://www.w3.org/TR/trace-context/#trace-id
                "00-00000000000000000000000000000000-b7ad6b7169203331-01",
                "00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01",
                "ff-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
            })
    void startsANewTraceInsteadOfAnInvalidOne(String received) {
        var trace = TraceContext.of(Optional.of(received));

        assertThat(trace.traceparent())
                .isNotEqualTo(received)
                .matches("00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-01");
    }

    @Test
    void newTracesDiffer() {
        assertThat(TraceContext.of(Optional.empty()).traceId())
                .hasSize(32)
                .isNotEqualTo(TraceContext.of(Optional.empty()).traceId());
    }
}
