/**
 * Tests of routes that are written in YAML: runs a route in a Camel context of its own, in which whatever would need a
 * server only takes note of what it gets, and compares that with what was expected.
 */
@NullMarked
package io.sightline.cases;

import org.jspecify.annotations.NullMarked;
