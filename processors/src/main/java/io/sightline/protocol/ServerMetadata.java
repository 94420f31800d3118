package io.sightline.protocol;

import java.util.List;

/**
 * What the protocol says of a server.
 *
 * @param extensions what it does beyond the protocol
 */
public record ServerMetadata(String name, String version, List<String> extensions) {
    /** The metadata of this server. */
    public static ServerMetadata ofVersion(String version) {
        return new ServerMetadata(
                "sightline",
                version,
                List.of("binary_tensor_data", "parameters", "model_repository(index)", "encoded_picture"));
    }
}
