package io.sightline.demo;

import io.sightline.detection.Box;
import java.util.List;
import java.util.Optional;

/**
 * One picture that the demo sends.
 *
 * @param sourceId the camera that it comes from
 * @param sequence number of the frame within its source, from 0
 * @param name what a person would call the picture; a file's name where it comes from a file
 * @param mediaType what the producer claims that the bytes are
 * @param bytes the encoded picture
 * @param truth boxes of the text lines that are in the picture; empty when nobody knows them
 */
public record DemoFrame(
        String sourceId, long sequence, String name, String mediaType, byte[] bytes, Optional<List<Box>> truth) {}
