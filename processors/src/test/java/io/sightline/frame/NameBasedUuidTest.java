package io.sightline.frame;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.junit.jupiter.api.Test;

class NameBasedUuidTest {
    private static final UUID DNS = UUID.fromString("6ba7b810-9dad-11d1-80b4-00c04fd430c8");

    @Test
    void yieldsTheVectorOfTheStandard() {
        // RFC 9562, appendix A.4
        assertThat(NameBasedUuid.of(DNS, "www.example.com")).hasToString("2ed6657d-e927-568b-95e1-2665a8aea6a2");
    }

    @Test
    void namesOfAnyScriptCountAsUtf8() {
        // Made by Python's uuid.uuid5
        assertThat(NameBasedUuid.of(DNS, "Straße/摄像头")).hasToString("0f4dbead-c4c8-52de-8056-50bac0bfdefc");
    }
}
