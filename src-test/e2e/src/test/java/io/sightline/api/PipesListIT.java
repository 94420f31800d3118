package io.sightline.api;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** GET /v1/pipes, route list-pipes, where there are none; PipeQueriesTest has some. */
@ExtendWith(ApiRuntime.class)
class PipesListIT {
    private final Api api;

    PipesListIT(Api api) {
        this.api = api;
    }

    @Test
    void aProcessThatFollowsNoPipesKnowsNone() {
        var answer = Answered.ok(api.get("/v1/pipes", "sightline-dev"));

        assertThat(answer.path("pipes").isArray()).isTrue();
        assertThat(answer.path("pipes")).isEmpty();
    }
}
