/**
 * Judges what integrators write, before any of it runs: YAML and Java DSL routes, Kamelets and Pipes. It reads text and
 * Camel's catalogue, and starts nothing.
 */
@NullMarked
package io.sightline.integration;

import org.jspecify.annotations.NullMarked;
