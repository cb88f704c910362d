# shellcheck shell=bash disable=SC2154 # root, maven_options and java_home come from ./check
# Sourced by ./check: builds the container images with podman and runs them. Needs root, for podman and the base image.

container_image=localhost/armfarm-check/farm
container_gazebo=localhost/armfarm-check/gazebo
container_roscore=localhost/armfarm-check/roscore
container_database=localhost/armfarm-check/database
container_base=docker.io/library/debian
container_log=$root/.cache/containers.log
container_name=armfarm-check-$$

# A runtime and limits that also work where no container service runs and cgroups are read-only. Without a network, so that no
# port of this machine is in the way.
podman_run() {
    podman --runtime runc --cgroup-manager cgroupfs run --network=none --ulimit nofile=1024:1024 --ulimit nproc=1024:1024 \
        "$@"
}

# Prints what failed and the end of the log; the caller counts it.
container_step() {
    local what=$1 since=$SECONDS
    shift
    printf '%s ... ' "$what"
    if "$@" >>"$container_log" 2>&1; then
        echo "ok, $((SECONDS - since)) s"
        container_passed=$((container_passed + 1))
    else
        echo "FAILED after $((SECONDS - since)) s; the end of $container_log:"
        tail -n 25 "$container_log" | sed 's/^/    /'
        container_failed=$((container_failed + 1))
        return 1
    fi
}

# $1 the suite. From a registry, or made of Debian's own packages where none answers.
container_base_image() {
    local suite=$1 image=$container_base:$1-slim
    podman image exists "$image" && return
    timeout 120 podman pull -q "$image" && return
    echo "no image registry answers: making the base image with debootstrap"
    local tree=$root/.cache/container-base
    rm -rf "$tree"
    debootstrap --variant=minbase "$suite" "$tree" "$(debian_mirror)"
    cp -r /etc/apt/apt.conf.d "$tree/etc/apt/"
    if [[ $suite == bookworm ]]; then
        # The packages come from where this machine's come from.
        rm -f "$tree/etc/apt/sources.list"
        cp -r /etc/apt/sources.list* "$tree/etc/apt/"
    fi
    tar -C "$tree" -c . | podman import - "$image"
    rm -rf "$tree"
}

# Where this machine's apt gets Debian from.
debian_mirror() {
    # shellcheck disable=SC2016 # apt's own variable
    apt-get indextargets --format '$(SITE)' 'Codename: bookworm' | grep '/debian/\?$' | head -n 1
}

podman_build() {
    podman build --isolation=chroot --network=host --format docker "$@"
}

# With the libraries that Maven has here, so that the build needs neither the network nor this machine's certificates.
container_build() {
    local home repository
    (cd "$root" && mvn -B -ntp "${maven_options[@]}" -Dlint.skip -DskipTests -Dmaven.test.skip=true package)
    home=$(getent passwd "$(id -u)" | cut -d : -f 6)
    repository=$(sed -n 's/.*-Dmaven\.repo\.local=\([^ ]*\).*/\1/p' <<<"${MAVEN_OPTS:-} ${maven_options[*]}")
    podman_build --ignorefile docker/farm.Dockerfile.dockerignore \
        --volume "${repository:-$home/.m2/repository}:/repository" \
        --build-arg "MAVEN_OPTIONS=-o -Dmaven.repo.local=/repository" \
        --build-arg "COMMIT=$(scripts/code-version.sh)" \
        -f docker/farm.Dockerfile -t "$container_image" .
}

container_build_roscore() {
    podman_build -f docker/roscore.Dockerfile -t "$container_roscore" docker
}

container_build_gazebo() {
    podman_build --ignorefile docker/gazebo.Dockerfile.dockerignore --build-arg "FARM_IMAGE=$container_image" \
        -f docker/gazebo.Dockerfile -t "$container_gazebo" .
}

container_is_not_root() {
    local image
    for image in "$@"; do
        [[ $(podman_run --rm --entrypoint id "$image" -u) == 10001 ]] || return 1
    done
}

container_runs_a_farm() {
    local report
    report=$(podman_run --rm --volume "$container_name:/data" "$container_image" \
        up --data /data --until attempts=40 --json)
    echo "$report"
    [[ $report == *'"stored":40,'* ]]
}

# Its whole way: Gazebo in the same container, without root, and arms that are reached over ROS.
container_runs_gazebo() {
    local report
    report=$(podman_run --rm "$container_gazebo" \
        up --sim gazebo --arms 2 --until attempts=20 --data /data --config /opt/armfarm/container.yaml --port 0 --json)
    echo "$report"
    [[ $report =~ \"stored\":2[0-9], ]]
}

# Waits until the image's own check says healthy; nothing asks by itself here.
container_await_health() {
    local name=$1 health=
    for _ in {1..60}; do
        podman healthcheck run "$name" || true
        health=$(podman inspect --format '{{.State.Health.Status}}' "$name")
        echo "health: $health"
        [[ $health == healthy ]] && return
        sleep 2
    done
    return 1
}

# A ROS master that is healthy, takes a parameter, and has the node of /rosout.
container_runs_roscore() {
    local name=$container_name-roscore result=0
    podman_run --detach --name "$name" --env ROS_MASTER_URI=http://127.0.0.1:11311 --env ROS_HOSTNAME=127.0.0.1 \
        "$container_roscore" -p 11311
    container_await_health "$name" && podman exec "$name" rosparam set /armfarm 42 &&
        [[ $(podman exec "$name" rosparam get /armfarm) == 42 ]] &&
        podman exec "$name" rosnode list | grep -x /rosout || result=1
    podman logs "$name"
    podman rm --force --time 5 "$name"
    return "$result"
}

# Prometheus' own checker reads what a farm in a container tells.
container_metrics_are_sound() {
    local page
    page=$(podman exec "$1" bash -c 'exec 3<>/dev/tcp/127.0.0.1/8080 && printf "GET /metrics HTTP/1.0\r\n\r\n" >&3 && cat <&3' |
        sed '1,/^\r$/d')
    grep '^armfarm_attempts_stored_total ' <<<"$page"
    local problems
    problems=$("$ARMFARM_PROMTOOL" check metrics <<<"$page" 2>&1) || return 1
    echo "$problems"
    [[ -z $problems ]]
}

# Started as the image starts by itself, looked at from outside, and stopped as an operator would.
container_is_healthy_and_stops() {
    podman_run --detach --name "$container_name" --volume "$container_name:/data" "$container_image"
    local health=failed metrics=failed
    container_await_health "$container_name" && health=healthy
    for _ in {1..60}; do
        podman logs "$container_name" 2>&1 | grep -q "^Started in" && break
        sleep 2
    done
    container_metrics_are_sound "$container_name" && metrics=sound
    podman stop --time 30 "$container_name"
    podman logs "$container_name"
    local code
    code=$(podman inspect --format '{{.State.ExitCode}}' "$container_name")
    echo "exit code $code"
    podman rm "$container_name"
    [[ $health == healthy && $metrics == sound && $code == 0 ]]
}

container_data_is_sound() {
    podman_run --rm --volume "$container_name:/data" "$container_image" fsck --data /data
}

# Three hosts on this machine, as network namespaces with a bridge in the first one: nothing reaches beyond them. A container
# on host N gets the address 10.213.7.N.
container_hosts() {
    local host
    for host in 1 2 3; do
        ip netns add "$container_name-$host"
        ip -n "$container_name-$host" link set lo up
    done
    ip -n "$container_name-1" link add hosts type bridge
    ip -n "$container_name-1" addr add 10.213.7.1/24 dev hosts
    ip -n "$container_name-1" link set hosts up
    for host in 2 3; do
        ip -n "$container_name-1" link add "to-$host" type veth peer name eth0 netns "$container_name-$host"
        ip -n "$container_name-1" link set "to-$host" master hosts up
        ip -n "$container_name-$host" addr add "10.213.7.$host/24" dev eth0
        ip -n "$container_name-$host" link set eth0 up
    done
}

container_remove_hosts() {
    local host
    for host in 1 2 3; do
        ip netns delete "$container_name-$host"
    done
}

# $1 a host, $2 a name, then more options, the image and its command. A process of ROS tells others the address of its host.
container_on_host() {
    local host=$1 name=$2
    shift 2
    timeout 600 podman --runtime runc --cgroup-manager cgroupfs run --name "$container_name-$name" \
        --network="ns:/run/netns/$container_name-$host" --env "ROS_IP=10.213.7.$host" --ulimit nofile=1024:1024 \
        --ulimit nproc=4096:4096 --restart=no --volume "$container_roles:/etc/armfarm:ro" "$@"
}

# $1 a host, $2 a name, $3 the role.
container_role() {
    container_on_host "$1" "$2" --detach --volume "$container_name-shards:/shards" "$container_image" "$3" --data /data --config /etc/armfarm/farm.yaml
}

container_sql() {
    podman exec "$container_name-database" psql -h /tmp -U postgres -tA -c "$1"
}

# $1 SQL that says t when it is so. Three minutes at most.
container_await_sql() {
    for _ in {1..90}; do
        [[ $(container_sql "$1" 2>/dev/null) == t ]] && return
        sleep 2
    done
    echo "waited three minutes for: $1"
    return 1
}

# Every role in a container of its own, on three hosts that share nothing but the network and the volume of the shards: PostgreSQL,
# ROS master, broker, controller and trainer on the first, a store on each, two arms on each of the others. One store is killed on
# the way. Ends when the controller has reached its target.
container_runs_the_roles() {
    local arm role killed result=0
    container_roles=$(mktemp -d)
    podman_build -t "$container_database" - <<'EOF'
FROM debian:bookworm-slim
RUN apt-get update -qq && apt-get install -y -qq --no-install-recommends postgresql && rm -rf /var/lib/apt/lists/*
USER postgres
ENV PATH=/usr/lib/postgresql/15/bin:$PATH
EOF
    echo secret >"$container_roles/password"
    cat >"$container_roles/farm.yaml" <<'EOF'
farm: {arms: 4}
evaluation: {attempts: 0}
kafka: {bootstrap_servers: "10.213.7.1:9092"}
ros: {master_uri: "http://10.213.7.1:11311/"}
postgres:
  jdbc_url: jdbc:postgresql://10.213.7.1:5432/postgres
  user: postgres
  password_file: /etc/armfarm/password
images: {folder: /shards}
EOF
    chmod -R a+rX "$container_roles"
    container_hosts || return 1
    container_on_host 1 database --detach --entrypoint bash "$container_database" -c "
        initdb --pgdata /tmp/data --username postgres --pwfile /etc/armfarm/password --auth-host scram-sha-256 --encoding UTF8 \
            --data-checksums &&
        echo 'host all all 10.213.7.0/24 scram-sha-256' >>/tmp/data/pg_hba.conf &&
        exec postgres -D /tmp/data -c listen_addresses='*' -c unix_socket_directories=/tmp"
    container_on_host 1 roscore --detach --env ROS_MASTER_URI=http://10.213.7.1:11311 "$container_roscore" -p 11311
    container_on_host 1 broker --detach "$container_image" broker --data /data --host 10.213.7.1 --port 9092
    for role in 1 2 3; do
        container_role "$role" "store-$role" store
    done
    container_role 1 trainer trainer
    for arm in 1 2 3 4; do
        container_role "$(((arm + 3) / 2))" "arm-$arm" arm
    done
    container_on_host 1 controller --detach --volume "$container_name-shards:/shards" "$container_image" controller --data /data --config /etc/armfarm/farm.yaml \
        --until attempts=300 --port 0 --json

    container_await_sql "select count(*) > 40 from attempt" || result=1
    killed=$(container_a_store_that_reads)
    echo "----- killing $killed"
    podman kill --signal KILL "$container_name-$killed" || result=1

    timeout 400 podman wait "$container_name-controller" || result=1
    podman logs "$container_name-controller"
    podman logs "$container_name-controller" 2>&1 | grep '"stored":3[0-9][0-9],' | grep -q '"rejected":0,' || result=1
    # Numbers begin at 1 for each arm: none twice, none missing.
    container_await_sql "select count(*) = 4 and bool_and(whole) from (select count(*) = max(attempt_number) and
        count(distinct attempt_number) = count(*) as whole from attempt group by arm) as arms" || result=1
    container_sql "select arm, count(*), max(attempt_number) from attempt group by arm order by arm"
    for role in controller arm-1 arm-2 arm-3 arm-4 trainer store-1 store-2 store-3 broker roscore database; do
        echo "----- $role"
        podman stop --time 30 "$container_name-$role" || result=1
        podman logs "$container_name-$role" 2>&1 | tail -n 20
        [[ $role == database || $role == roscore || $role == "$killed" ||
            $(podman inspect --format '{{.State.ExitCode}}' "$container_name-$role") == 0 ]] || result=1
        podman rm --force --volumes "$container_name-$role"
    done
    podman volume rm --force "$container_name-shards"
    container_remove_hosts
    rm -rf "$container_roles"
    return "$result"
}

# The first whose last word is that it reads partitions.
container_a_store_that_reads() {
    local store
    for store in store-2 store-3 store-1; do
        if podman logs "$container_name-$store" 2>&1 | grep '^Reading ' | tail -n 1 | grep -q '^Reading [0-9]'; then
            echo "$store"
            return
        fi
    done
    return 1
}

check_compose_files() {
    docker-compose -f docker/compose.single.yaml --profile gazebo config --quiet || return 1
    local profile
    for profile in sim lab gpu; do
        docker-compose -f docker/compose.yaml --profile "$profile" config --quiet || return 1
    done
}

check_containers() {
    container_passed=0
    container_failed=0
    mkdir -p "$root/.cache"
    : >"$container_log"
    if [[ $(id -u) -ne 0 ]]; then
        echo "check: --containers needs root: podman and debootstrap do." >&2
        return 1
    fi
    install_packages podman runc debootstrap docker-compose uidmap fuse-overlayfs iproute2 >>"$container_log" 2>&1 || {
        echo "check: --containers needs the Debian packages podman, runc, debootstrap and docker-compose;" \
            "they could not be installed. Log: $container_log" >&2
        return 1
    }
    want_promtool || {
        echo "check: --containers needs promtool: ${notes[*]}" >&2
        return 1
    }
    find_maven_options
    container_step "compose files, all profiles read by docker-compose" check_compose_files || true
    container_step "alert rules, their tests, and Prometheus' configuration" check_monitoring || true
    if container_step "base image, Debian 12" container_base_image bookworm &&
        container_step "farm image" container_build; then
        container_step "its user is not root" container_is_not_root "$container_image" || true
        container_step "a farm practises in a container" container_runs_a_farm || true
        container_step "it goes on, is healthy, tells sound metrics, and stops when told" container_is_healthy_and_stops || true
        container_step "what both left in the volume is sound" container_data_is_sound || true
        if container_step "roscore image" container_build_roscore; then
            container_step "a ROS master runs in it, healthy, not as root" check_roscore || true
            container_step "each role in a container of its own, on three hosts; a store is killed" \
                container_runs_the_roles || true
        fi
        if container_step "base image, Debian 11" container_base_image bullseye &&
            container_step "gazebo image" container_build_gazebo; then
            container_step "its user is not root" container_is_not_root "$container_gazebo" || true
            container_step "two arms practise in Gazebo in a container" container_runs_gazebo || true
        fi
    fi
    podman rm --force "$container_name" >>"$container_log" 2>&1 || true
    podman volume rm --force "$container_name" >>"$container_log" 2>&1 || true
    echo
    echo "----- summary of --containers, after $((SECONDS / 60)) min $((SECONDS % 60)) s -----"
    echo "NOT RUN  trainer-gpu image: 2.4 GB of CUDA, and no GPU to run it on"
    echo "NOT RUN  Kafka, PostgreSQL, Prometheus and Grafana of the lab's compose file: their images come from a registry"
    echo "$container_passed passed, $container_failed failed, 0 skipped"
    ((container_failed == 0))
}

check_roscore() {
    container_is_not_root "$container_roscore" && container_runs_roscore
}
