package io.sightline.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.integration.Placeholders.Placeholder;
import org.junit.jupiter.api.Test;

class PlaceholdersTest {
    @Test
    void needsAPropertyWithoutDefault() {
        assertThat(Placeholders.of("a {{b.c}} d")).containsExactly(new Placeholder(2, "b.c", true, false));
    }

    @Test
    void needsNoneThatMayBeMissingHasADefaultOrIsNotAProperty() {
        assertThat(Placeholders.of("{{?a}}{{b:1}}{{env:HOME}}{{bean:x.y}}"))
                .hasSize(4)
                .noneMatch(Placeholder::needed);
    }

    @Test
    void needsOfOneInAnotherTheInnerAlone() {
        assertThat(Placeholders.of("{{a:{{b}}}}")).containsExactly(new Placeholder(4, "b", true, false));
    }

    @Test
    void seesThatOneHasNoEnd() {
        assertThat(Placeholders.of("a {{b")).singleElement().matches(Placeholder::open);
    }
}
