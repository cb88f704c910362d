package armfarm.simulation;

import java.util.ArrayList;
import java.util.List;

/**
 * Triangles of a closed surface in its own frame, metres. Vertices have normals; triangles run counter-clockwise seen
 * from outside. Immutable after building.
 */
final class Mesh {
    /** x y z per vertex. */
    final float[] vertices;

    /** Unit normal per vertex. */
    final float[] normals;

    /** Three vertex indices per triangle. */
    final int[] triangles;

    /** Distance of the farthest vertex from the frame's origin. */
    final float radius;

    private Mesh(Builder builder) {
        vertices = toArray(builder.vertices);
        normals = toArray(builder.normals);
        triangles = builder.triangles.stream().mapToInt(Integer::intValue).toArray();
        float farthest = 0;
        for (int i = 0; i < vertices.length; i += 3) {
            farthest = Math.max(
                    farthest,
                    vertices[i] * vertices[i] + vertices[i + 1] * vertices[i + 1] + vertices[i + 2] * vertices[i + 2]);
        }
        radius = (float) Math.sqrt(farthest);
    }

    static Mesh of(List<ObjectPart> parts) {
        Builder builder = new Builder();
        parts.forEach(builder::add);
        return new Mesh(builder);
    }

    static Mesh box(double halfX, double halfY, double halfZ) {
        return of(List.of(ObjectPart.box(halfX, halfY, halfZ, 0, 0, 0)));
    }

    /** Along z. */
    static Mesh cylinder(double radius, double halfLength) {
        return of(List.of(ObjectPart.cylinder(2, radius, halfLength, 0, 0, 0)));
    }

    private static float[] toArray(List<Float> list) {
        float[] array = new float[list.size()];
        for (int i = 0; i < array.length; i++) {
            array[i] = list.get(i);
        }
        return array;
    }

    private static final class Builder {
        private static final int SIDES = 20;
        private static final int RINGS = 5;

        final List<Float> vertices = new ArrayList<>();
        final List<Float> normals = new ArrayList<>();
        final List<Integer> triangles = new ArrayList<>();

        void add(ObjectPart part) {
            switch (part.form()) {
                case BOX -> addBox(part);
                case CYLINDER -> addCylinder(part);
                case CAPSULE -> addRound(part, part.b());
                case SPHERE -> addRound(part, 0);
            }
        }

        private void addBox(ObjectPart part) {
            double[] half = {part.a(), part.b(), part.c()};
            for (int axis = 0; axis < 3; axis++) {
                int u = (axis + 1) % 3;
                int v = (axis + 2) % 3;
                for (int sign = -1; sign <= 1; sign += 2) {
                    int first = vertices.size() / 3;
                    double[] normal = new double[3];
                    normal[axis] = sign;
                    for (int corner = 0; corner < 4; corner++) {
                        double[] p = new double[3];
                        p[axis] = sign * half[axis];
                        p[u] = (corner == 1 || corner == 2 ? 1 : -1) * half[u] * sign;
                        p[v] = (corner >= 2 ? 1 : -1) * half[v];
                        vertex(part, 2, p, normal);
                    }
                    quad(first, first + 1, first + 2, first + 3);
                }
            }
        }

        private void addCylinder(ObjectPart part) {
            int side = vertices.size() / 3;
            for (int i = 0; i < SIDES; i++) {
                double[] n = {cos(i), sin(i), 0};
                vertex(part, part.axis(), new double[] {part.a() * n[0], part.a() * n[1], -part.b()}, n);
                vertex(part, part.axis(), new double[] {part.a() * n[0], part.a() * n[1], part.b()}, n);
            }
            for (int i = 0; i < SIDES; i++) {
                int next = (i + 1) % SIDES;
                quad(side + 2 * i, side + 2 * next, side + 2 * next + 1, side + 2 * i + 1);
            }
            for (int sign = -1; sign <= 1; sign += 2) {
                int cap = vertices.size() / 3;
                for (int i = 0; i < SIDES; i++) {
                    double[] p = {part.a() * cos(i), sign * part.a() * sin(i), sign * part.b()};
                    vertex(part, part.axis(), p, new double[] {0, 0, sign});
                }
                for (int i = 1; i < SIDES - 1; i++) {
                    triangle(cap, cap + i, cap + i + 1);
                }
            }
        }

        /** A sphere, pulled apart at its equator by twice the given length. */
        private void addRound(ObjectPart part, double halfLength) {
            int first = vertices.size() / 3;
            int rings = 2 * RINGS + 2;
            for (int ring = 0; ring < rings; ring++) {
                int fromPole = ring <= RINGS ? ring : ring - 1;
                double polar = Math.PI * fromPole / (2 * RINGS);
                double shift = ring <= RINGS ? halfLength : -halfLength;
                for (int i = 0; i < SIDES; i++) {
                    double[] n = {Math.sin(polar) * cos(i), Math.sin(polar) * sin(i), Math.cos(polar)};
                    vertex(
                            part,
                            part.axis(),
                            new double[] {part.a() * n[0], part.a() * n[1], part.a() * n[2] + shift},
                            n);
                }
            }
            for (int ring = 0; ring < rings - 1; ring++) {
                for (int i = 0; i < SIDES; i++) {
                    int next = (i + 1) % SIDES;
                    int upper = first + ring * SIDES;
                    int lower = upper + SIDES;
                    quad(lower + i, lower + next, upper + next, upper + i);
                }
            }
        }

        private static double cos(int i) {
            return Math.cos(2 * Math.PI * i / SIDES);
        }

        private static double sin(int i) {
            return Math.sin(2 * Math.PI * i / SIDES);
        }

        /** Adds a vertex given for an axis along z, cyclically permuted to the wanted axis. */
        private void vertex(ObjectPart part, int axis, double[] p, double[] n) {
            int shift = (axis + 1) % 3;
            double[] offset = {part.x(), part.y(), part.z()};
            for (int i = 0; i < 3; i++) {
                int from = (i - shift + 3) % 3;
                vertices.add((float) (p[from] + offset[i]));
                normals.add((float) n[from]);
            }
        }

        private void quad(int a, int b, int c, int d) {
            triangle(a, b, c);
            triangle(a, c, d);
        }

        private void triangle(int a, int b, int c) {
            triangles.add(a);
            triangles.add(b);
            triangles.add(c);
        }
    }
}
