package io.sightline.fault.row;

import io.sightline.devstack.DevStack;
import io.sightline.fault.FaultStack;
import io.sightline.fault.Run;
import io.sightline.fault.Trial;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Row 21, when asked for: {@code -Dsoak.minutes=60 -Dseed=1}. */
@Tag("soak")
@ExtendWith(FaultStack.class)
class SoakIT {
    @Test
    void nothingIsLostAndNothingIsDoubledInAnHourOfFaults(DevStack stack) throws Exception {
        var length = Duration.ofMinutes(Long.getLong("soak.minutes", 60));
        new Trial(stack).run(new Soak(length), new Run(Long.getLong("seed", 1), false));
    }
}
