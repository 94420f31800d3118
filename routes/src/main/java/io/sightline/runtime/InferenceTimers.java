package io.sightline.runtime;

import io.micrometer.core.instrument.MeterRegistry;
import io.sightline.inference.Inference;
import java.time.Duration;

/** Where the time of detections goes, by model and by step. */
record InferenceTimers(MeterRegistry registry) {
    void record(Inference inference) {
        var model = inference.model().name();
        record(model, "decode", inference.decode());
        record(model, "infer", inference.infer());
        record(model, "post", inference.post());
    }

    private void record(String model, String step, Duration time) {
        registry.timer("sightline.engine.run", "model", model, "step", step).record(time);
    }
}
