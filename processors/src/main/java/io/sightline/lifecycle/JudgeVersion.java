package io.sightline.lifecycle;

import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The step that asks the gate. Files that served under the name before are not judged again, so that moving back always
 * works, and a version in the shadow answers nobody.
 */
public final class JudgeVersion implements PromotionStep {
    private final Gate gate;
    private final ModelArtifacts artifacts;
    private final ModelEvents events;

    public JudgeVersion(Gate gate, ModelArtifacts artifacts, ModelEvents events) {
        this.gate = gate;
        this.artifacts = artifacts;
        this.events = events;
    }

    @Override
    public void apply(Promotion promotion) throws SQLException {
        if (!promotion.isToServe()) {
            return;
        }
        var verdict = artifacts.hasServed(promotion.name(), promotion.artifact().sha256())
                ? new Gate.Verdict(
                        Optional.empty(), "not gated: these files served before and are not judged again", Map.of())
                : gate.judge(promotion);
        promotion.judged(verdict.text(), verdict.metrics());
        if (verdict.rejection().isPresent()) {
            promotion.reject(verdict.rejection().get());
            return;
        }
        var gated = ModelEvent.of(
                promotion.candidate().orElseThrow(),
                Optional.of(promotion.artifact().sha256()),
                ModelStep.GATED);
        events.record(promotion.term(), List.of(gated.saying(verdict.text()).with(verdict.metrics())));
    }
}
